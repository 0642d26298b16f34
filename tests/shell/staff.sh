# Members of staff for scripts that source this. Needs `$program` (tulay), its environment, `$url`
# of the running server, and jq.

new_key() { printf '"%s"' "$(cat /proc/sys/kernel/random/uuid)"; }

# The digits that an authenticator app shows for a secret, `$2` steps of 30 seconds from now.
one_time_code() {
    python3 - "$1" "${2:-0}" <<'PYTHON'
import base64, hashlib, hmac, struct, sys, time
step = int(time.time()) // 30 + int(sys.argv[2])
digest = hmac.digest(base64.b32decode(sys.argv[1]), struct.pack(">Q", step), hashlib.sha1)
at = digest[-1] & 15
print(f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 10**6:06}")
PYTHON
}

send() { # method path body [curl arguments]: a JSON request with a fresh key
    local method=$1 path=$2 body=$3
    shift 3
    curl -sS --fail-with-body -X "$method" "$url$path" -H 'Content-Type: application/json' \
        -H "Idempotency-Key: $(new_key)" --data "$body" "$@"
}

# Makes an account, sets it up, signs in, and sets `token`.
#   sign_up NAME DISPLAY-NAME ORGANISATION [arguments of `tulay staff create`, among them --role]
sign_up() {
    local name=$1 display=$2 organisation=$3 password='a lantern under the mango tree' set_up begun secret body
    shift 3
    set_up=$("$program" staff create --name "$name" --display-name "$display" \
        --organisation "$organisation" "$@" | sed -n 's/^one-time set-up token.*: //p')
    body=$(jq -nc --arg token "$set_up" --arg password "$password" '{token: $token, password: $password}')
    begun=$(send POST /v1/account-set-ups "$body")
    secret=$(jq -r '.second_factor.secret // empty' <<<"$begun")
    body=$(jq -nc --arg name "$name" --arg password "$password" '{name: $name, password: $password}')
    if [ -n "$secret" ]; then
        send POST /v1/account-set-ups/confirm \
            "$(jq -nc --arg token "$set_up" --arg code "$(one_time_code "$secret")" '{token: $token, code: $code}')" >/dev/null
        # A code works once, so the next one is used; it is accepted half a minute early.
        body=$(jq -c --arg code "$(one_time_code "$secret" 1)" '.code = $code' <<<"$body")
    fi
    token=$(send POST /v1/sessions "$body" | jq -r .access_token)
}
