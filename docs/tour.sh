#!/usr/bin/env bash
# The whole story, with curl and jq: a worker checks an agency, reads her rights, asks for help and
# reports a danger; a case worker, an inspector and a moderator do their part; the audit trail shows
# what was opened. Every write is sent twice, as a phone does whose connection was cut.
#
#   docs/tour.sh [arguments of cargo build]   plays on a server of its own, in a folder of its own
#
# Nobody and no agency here is real.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d "${TMPDIR:-/tmp}/tulay-tour.XXXXXX")
. tests/shell/postgres.sh
. tests/shell/staff.sh
server="" elsewhere=""
clean_up() {
    for process in $server $elsewhere; do
        kill "$process" 2>/dev/null && wait "$process" 2>/dev/null
    done
    rm -rf "$work"
}
trap clean_up EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
show() { printf '    %s\n' "$*"; }
fail() { printf 'THE TOUR FAILS: %s\n' "$*" >&2; exit 1; }
expect() { # what, wanted, found
    [ "$2" = "$3" ] || fail "$1: expected '$2', found '$3'"
}

read_as() { # language, authorization, path, [curl arguments]
    curl -sS --fail-with-body "$url$3" -H "Accept-Language: $1" ${2:+-H "Authorization: $2"} "${@:4}"
}

# A write on a bad line: the first attempt is cut off, perhaps before the server has seen it, perhaps
# after; the second has the same key, so it does the same once.
write() { # language, authorization, method, path, body, [curl arguments]
    local language=$1 authorization=$2 method=$3 path=$4 body=$5 key tries=0 status
    shift 5
    key=$(new_key)
    local request=(-sS -X "$method" "$url$path" -H "Accept-Language: $language" -H "Idempotency-Key: $key"
        --data-binary "$body" "$@")
    [[ "$body" = @* ]] || request+=(-H 'Content-Type: application/json')
    [ -n "$authorization" ] && request+=(-H "Authorization: $authorization")
    curl --max-time 0.02 -o /dev/null "${request[@]}" 2>/dev/null || true
    while :; do
        status=$(curl -o "$work/answer" -D "$work/headers" -w '%{http_code}' "${request[@]}")
        # 409: the first attempt is still under way.
        [ "$status" = 409 ] && grep -qi '^retry-after' "$work/headers" && [ $tries -lt 10 ] || break
        tries=$((tries + 1))
        sleep 1
    done
    [ "$status" -lt 400 ] || fail "$method $path: $status $(cat "$work/answer")"
    cat "$work/answer"
}
was_replayed() { grep -qi '^idempotency-replayed: true' "$work/headers"; }

say "0. A server of its own, with a register of agencies that do not exist"
. tests/shell/program.sh
built_program "$@"
cp -r data "$work/data"
cp docs/tour/made_up.toml docs/tour/made_up_agencies.csv "$work/data/registers/"
port=$(free_port)
url=http://127.0.0.1:$port
export TULAY_LISTEN=127.0.0.1:$port TULAY_DATA_DIR=$work/tulay TULAY_REFERENCE_DIR=$work/data \
    TULAY_LOG=info TULAY_PUBLIC_MAX_AGE_SECONDS=0 TULAY_PUBLISHING_DELAY_DAYS=none
started="" # the process that was started last
start() { # name for its log
    "$program" serve >"$work/greeting" 2>>"$work/log-$1" &
    started=$!
    for _ in $(seq 300); do
        curl -sf "$url/readyz" >/dev/null && return
        sleep 0.1
    done
    fail "the server does not start: $(cat "$work/log-$1")"
}
start singapore
server=$started
head -3 "$work/greeting" | sed 's/^/    /'

say "1. In Cebu: is this agency licensed?"
found=$(read_as en "" "/v1/agencies?search=bituin+dagat&country=PH")
agency=$(jq -r '.items[0].id' <<<"$found")
profile=$(read_as fil "" "/v1/agencies/$agency")
show "$(jq -r '"\(.name): \(.licence.number), \(.licence.status); rating: \(.rating.review_count) reviews, mean \(.rating.mean)"' <<<"$profile")"
expect "no rating without reviews" null "$(jq -r .rating.mean <<<"$profile")"
show "And a real one, typed without its accents: $(read_as vi "" "/v1/agencies?search=bao+thinh" | jq -r '.items[0].name')"

say "2. May it charge that fee? Her rights, in Filipino"
list=$(read_as fil "" "/v1/articles?origin=PH&destination=SG&topic=recruitment_fees")
slug=$(jq -r '.items[0].slug' <<<"$list")
article=$(read_as fil "" "/v1/articles/$slug")
expect "the language" fil "$(jq -r .language <<<"$article")"
show "$(jq -r .title <<<"$article")"
show "$(jq -r .summary <<<"$article")"
show "source: $(jq -r '.legal_basis[0] | "\(.instrument), \(.url)"' <<<"$article")"

say "2a. What her app asks first, and what hides it when somebody comes near"
config=$(read_as fil "" /v1/apps/config)
expect "the language of the quick exit" fil "$(jq -r .safe_exit.language <<<"$config")"
expect "texts, for which there is no gateway here" false "$(jq -r .features.texts_are_sent <<<"$config")"
show "$(jq -r '"app \(.apps[0].app): at least \(.apps[0].minimum_version); articles in \(.languages.articles | join(", "))"' <<<"$config")"
show "the button: $(jq -r '"\(.safe_exit.button); then there stands: \(.safe_exit.cover_title). \(.safe_exit.cover_text)"' <<<"$config")"

# What a phone carries along: fetched, verified, refused when altered, brought up to date by a change.
carried_along() {
    say "2b. Everything for her corridor in one signed document; a neighbour believes a copy for its signature alone"
    local at=/v1/bundles/PH-SG/fil tag version article
    curl -sS --fail-with-body -o "$work/bundle" -D "$work/bundle-headers" "$url$at"
    read_as en "" /.well-known/jwks.json >"$work/keys"
    read -r version count <<<"$(python3 docs/tour/bundle.py verify "$work/bundle" "$work/keys")"
    show "version $version: $count items, $(gzip -9 <"$work/bundle" | wc -c) bytes compressed"
    sed 's/"origin":"PH"/"origin":"ID"/' "$work/bundle" >"$work/altered"
    python3 docs/tour/bundle.py verify "$work/altered" "$work/keys" >/dev/null 2>&1 && fail "an altered copy was believed"
    show "an altered copy is refused"
    tag=$(sed -nE 's/^etag: *(.*)\r$/\1/ip' "$work/bundle-headers")
    expect "nothing changed" 304 "$(curl -s -o /dev/null -w '%{http_code}' "$url$at" -H "If-None-Match: $tag")"

    article=$work/data/rights/check-the-licence/fil.md
    sed -i 's/Limang minuto lang/Sampung minuto lang/' "$article"
    "$program" import rights >/dev/null
    for _ in $(seq 600); do
        curl -sS --fail-with-body -o "$work/change" "$url$at?since=$version" -H "Accept-Encoding: identity"
        jq -e '.delta | .base != .version' "$work/change" >/dev/null 2>&1 && break
        sleep 0.2
    done
    show "what changed: $(jq -r '[.delta.changed[].id] | join(", ")' "$work/change"), $(gzip -9 <"$work/change" | wc -c) bytes compressed"
    python3 docs/tour/bundle.py apply "$work/bundle" "$work/change" "$work/keys" "$work/brought-up" >/dev/null ||
        fail "the change does not make the signed bundle"
    curl -sS --fail-with-body -o "$work/whole" "$url$at"
    cmp "$work/brought-up" "$work/whole" || fail "the change makes other bytes than the whole bundle"
    show "applied, it is byte for byte the whole bundle"
}
read_as en "" /openapi.json | jq -e '.paths | keys | any(startswith("/v1/bundles/"))' >/dev/null && carried_along

say "3. Three who went through it say what it was like; a moderator publishes them"
sign_up mod@ngo.example "Tala" "Example Migrants' Centre" --kind ngo --country SG --country MY \
    --competence assistance --competence wage_recovery --competence moderation --role moderator
moderator="Bearer $token"
for overall in 2 1 3; do
    filed=$(write fil "" POST "/v1/agencies/$agency/reviews" "$(jq -nc --argjson overall $overall '{
        stage: "working", corridor: {origin: "PH", destination: "SG"}, occupation: "5311",
        recruited_month: "2025-09", overall: $overall, would_recommend: false,
        scores: [{dimension: "fees", score: 1}, {dimension: "contract", score: $overall}],
        fee_items: [{category: "recruitment_fee", paid: {amount: "1250.00", currency: "SGD"},
            paid_to: "agency", paid_how: "deduction", receipt: "refused"}],
        facts: {documents: {holder: "employer", can_get_it_back: "no"}}, contract_months: 24,
        terms: {wage: {promised: {amount: "900.00", currency: "SGD"}, contract: {amount: "900.00", currency: "SGD"},
            reality: {amount: "600.00", currency: "SGD"}}},
        comment: {text: "Anim na buwan na kaltas sa sahod ko.", language: "fil"}}')")
    review=$(jq -r .id <<<"$filed")
    opened=$(curl -sS --fail-with-body -D "$work/review-headers" "$url/v1/staff/reviews/$review" -H "Authorization: $moderator")
    tag=$(sed -nE 's/^etag: *(.*)\r$/\1/ip' "$work/review-headers")
    if [ "$overall" = 2 ]; then
        expect "what follows from promise and reality" true "$(jq -r .assessment.contract_substitution <<<"$filed")"
        expect "what follows from the law" over_limit "$(jq -r '.assessment.fee_limits[0].verdict' <<<"$filed")"
        show "$(jq -r '.assessment.fee_limits[0] | "charged \(.charged.amount), allowed \(.allowed.amount) \(.allowed.currency): \(.legal_basis.instrument), \(.legal_basis.article)"' <<<"$filed")"
        show "waiting: $(jq -r '.comment.text' <<<"$opened")"
    fi
    write en "$moderator" POST "/v1/staff/reviews/$review/publish" '{}' -H "If-Match: $tag" >/dev/null
done
show "$(read_as en "" "/v1/agencies/$agency" | jq -r '.rating | "\(.review_count) reviews: \(.mean) of 5 (between \(.interval_low) and \(.interval_high)), fees \(.dimensions.fees.mean)"')"
expect "a rating from three reviews on" 3 "$(read_as en "" "/v1/agencies/$agency" | jq -r .rating.review_count)"
show "From outside, with the log of all decisions (in it from tomorrow on):"
"$program" verify-log "$url" --agency "$agency" | sed 's/^/    /'

say "3a. Who is behind it? Another agency of the same people lost its licence"
sign_up ed@register.example "Ed" "Example Register Desk" --kind ngo --country PH --competence registers --role editor
editor="Bearer $token"
earlier=$(read_as en "" "/v1/agencies?search=lighthouse+example&country=PH" | jq -r '.items[0].id')
notice='{"name": "A notice made up for this tour", "url": "https://tulay.example/notices/1", "retrieved_on": "2026-11-20"}'
write en "$editor" POST "/v1/staff/agencies/$earlier/sanctions" "$(jq -nc --argjson source "$notice" '{kind: "suspension",
    authority: "An authority made up for this tour", since: "2026-02-01", source: $source}')" >/dev/null
write en "$editor" POST "/v1/staff/agencies/$agency/predecessors" "$(jq -nc --arg id "$earlier" --argjson source "$notice" \
    '{agency_id: $id, kind: "taken_over", evidence: "The notice names both.", source: $source}')" >/dev/null
profile=$(read_as fil "" "/v1/agencies/$agency")
expect "where it comes from" "$earlier" "$(jq -r '.predecessors[0].agency_id' <<<"$profile")"
show "$(jq -r '.predecessors[0] | "\(.how_label): \(.name), \(.sanctions[0].label)"' <<<"$profile")"

say "3b. One of the three shows her contract; a moderator sees it, and it is destroyed"
author="Receipt $(jq -r .receipt_code <<<"$filed")"
paper=$(write fil "$author" POST "/v1/receipt/review/documents?kind=contract" \
    @tests/fixtures/photos/baseline.planted.jpg -H 'Content-Type: image/jpeg' | jq -r .id)
curl -sS --fail-with-body -o /dev/null -D "$work/paper-headers" "$url/v1/staff/review-documents/$paper" -H "Authorization: $moderator"
write en "$moderator" POST "/v1/staff/review-documents/$paper/confirm" '{"number": "MADE-UP-118"}' \
    -H "If-Match: $(sed -nE 's/^etag: *(.*)\r$/\1/ip' "$work/paper-headers")" >/dev/null
expect "the proof" document_seen "$(read_as fil "$author" /v1/receipt/review | jq -r .proof_tier)"
expect "the document, after it was seen" 410 "$(curl -sS -o /dev/null -w '%{http_code}' \
    "$url/v1/staff/review-documents/$paper/file" -H "Authorization: $moderator")"

say "3c. Two paper forms from an outreach evening, uploaded together; one was uploaded before"
sign_up lia@outreach.example "Lia" "Example Outreach" --kind ngo --country SG --competence outreach --role case_worker
outreach="Bearer $token"
form() { # number
    jq -nc --arg id "$agency" --arg number "$1" '{form_reference: $number, agency_id: $id, review: {stage: "returned",
        corridor: {origin: "PH", destination: "SG"}, overall: 4, comment: {text: "They met me at the airport.", language: "en"}}}'
}
form OUT-1 >"$work/forms.ndjson"
form OUT-1 >>"$work/forms.ndjson"
batch=$(write en "$outreach" POST /v1/staff/review-batches "@$work/forms.ndjson" -H 'Content-Type: application/x-ndjson')
expect "what became of the rows" "accepted duplicate" "$(jq -r '[.rows[].outcome] | join(" ")' <<<"$batch")"
show "row 1: receipt code $(jq -r '.rows[0].receipt_code' <<<"$batch"), handed to the worker; row 2: $(jq -r '.rows[1].outcome' <<<"$batch")"

say "3d. Her employer is on no list: she names it and rates it at once; nothing is public before somebody has looked"
named=$(write fil "" POST /v1/employers '{"name": "Meridian Sample Shipyard", "country": "SG", "place": "Jurong",
    "what_it_is": "A shipyard", "is_private_household": false}')
employer=$(jq -r .id <<<"$named")
write fil "" POST "/v1/employers/$employer/reviews" '{"stage": "working", "corridor": {"origin": "PH", "destination": "SG"},
    "overall": 2, "scores": [{"dimension": "wages", "score": 1}, {"dimension": "living", "score": 3}]}' >/dev/null
expect "the page of an employer that is only named" 404 "$(curl -sS -o /dev/null -w '%{http_code}' "$url/v1/employers/$employer")"
show "waiting for somebody with the competence registers"

say "4. In Singapore, a Sunday: she asks for help, in Filipino, without an account"
sign_up sita@ngo.example "Sita" "Example Migrants' Centre" --role case_worker
case_worker="Bearer $token"
sign_up ana@ngo.example "Ana" "Example Migrants' Centre" --role administrator
administrator="Bearer $token"
asked=$(write fil "" POST /v1/assistance-requests '{
    "for_whom": "self", "urgency": "this_week", "issue_codes": ["unpaid_wages", "passport_held"],
    "narrative": "Tatlong buwan na akong walang sahod at hawak ng amo ang pasaporte ko.",
    "place": {"country": "SG", "precision": "district", "text": "Tuas"}, "language": "fil",
    "wants": ["money_owed", "documents_back"],
    "safe_contact": {"phone_checked_by_employer": true, "methods": []},
    "indicators": {"retention_of_identity_documents": "yes", "withholding_of_wages": "yes"},
    "consents": {"share_identity": false}}')
was_replayed && show "(the first answer was lost; this is the same one again)"
code=$(jq -r .receipt_code <<<"$asked")
worker="Receipt $code"
show "receipt code: $code"
show "organisation: $(jq -r .organisation.name <<<"$asked")"
jq -r '.next_steps[].text' <<<"$asked" | sed 's/^/    - /'

say "5. The case worker sees what waits, opens it, and answers"
queue=$(read_as en "$case_worker" /v1/staff/assistance-requests)
request=$(jq -r '.items[0].id' <<<"$queue")
expect "the request in the queue" "$(jq -r .id <<<"$asked")" "$request"
show "$(jq -r '.items[0] | "\(.status), priority \(.priority), due \(.due.acknowledge_by)"' <<<"$queue")"
opened=$(curl -sS --fail-with-body -D "$work/request-headers" "$url/v1/staff/assistance-requests/$request" -H "Authorization: $case_worker")
tag=$(sed -nE 's/^etag: *(.*)\r$/\1/ip' "$work/request-headers")
show "she says: $(jq -r .content.narrative <<<"$opened")"
write en "$case_worker" POST "/v1/staff/assistance-requests/$request/status" '{"status": "acknowledged"}' -H "If-Match: $tag" >/dev/null
write fil "$case_worker" POST "/v1/staff/assistance-requests/$request/messages" \
    '{"body": "Natanggap namin. Ligtas ka ba ngayon? Huwag mong ibigay ang code sa iba."}' >/dev/null

say "6. With the code from her paper she reads the answer and writes back"
state=$(read_as fil "$worker" /v1/receipt/assistance-request)
expect "the state" acknowledged "$(jq -r .status <<<"$state")"
read_as fil "$worker" /v1/receipt/assistance-request/messages | jq -r '.items[] | "\(.author): \(.body)"' | sed 's/^/    /'
write fil "$worker" POST /v1/receipt/assistance-request/messages '{"body": "Ligtas po. Salamat."}' >/dev/null
show "the case worker reads: $(read_as en "$case_worker" "/v1/staff/assistance-requests/$request/messages" | jq -r '.items[-1].body')"

say "7. At a building site: a danger, reported in Vietnamese, with a photo"
sign_up kim@labour.example "Kim" "Example Labour Inspectorate" --kind inspectorate --country SG \
    --competence safety_inspection --role inspector
inspector="Bearer $token"
reported=$(write vi "" POST /v1/safety-reports '{
    "kind": "hazard", "hazard_codes": ["work_at_height"], "danger_now": true, "happening": "now",
    "place": {"country": "SG", "precision": "exact", "point": {"type": "Point", "coordinates": [103.64, 1.32]}},
    "people_exposed": "6_20", "told_employer": "afraid", "reporter_relation": "worker", "language": "vi",
    "description": "Giàn giáo tầng năm không có lan can.", "wants_update": true}')
reporter="Receipt $(jq -r .receipt_code <<<"$reported")"
jq -r '.next_steps[].text' <<<"$reported" | sed 's/^/    - /'
show "numbers to dial: $(jq -r '[.emergency_numbers[] | "\(.service) \(.number)"] | join(", ")' <<<"$reported")"
photo=$(write vi "$reporter" POST /v1/receipt/safety-report/evidence \
    @tests/fixtures/photos/baseline.planted.jpg -H 'Content-Type: image/jpeg')
show "photo: $(jq -r '"\(.media_type), \(.width) x \(.height), stored as \(.sha256)"' <<<"$photo")"
was_replayed && show "(the first answer was lost; the photo is there once)"

say "8. The inspector opens it, looks at the photo, and confirms"
report=$(read_as en "$inspector" "/v1/staff/safety-reports?danger_now=true" | jq -r '.items[0].id')
opened=$(curl -sS --fail-with-body -D "$work/report-headers" "$url/v1/staff/safety-reports/$report" -H "Authorization: $inspector")
tag=$(sed -nE 's/^etag: *(.*)\r$/\1/ip' "$work/report-headers")
show "reported: $(jq -r .content.description <<<"$opened")"
curl -sS --fail-with-body -o "$work/photo" -H "Authorization: $inspector" \
    "$url/v1/staff/safety-reports/$report/evidence/$(jq -r .id <<<"$photo")"
expect "the photo's hash" "$(jq -r .sha256 <<<"$photo")" "$(sha256sum "$work/photo" | cut -d' ' -f1)"
grep -q 'PLANTED' "$work/photo" && fail "the photo still tells what its camera knew"
write en "$inspector" POST "/v1/staff/safety-reports/$report/status" '{"status": "confirmed"}' -H "If-Match: $tag" >/dev/null
expect "the reporter sees it" confirmed "$(read_as vi "$reporter" /v1/receipt/safety-report | jq -r .status)"
expect "another organisation sees nothing" 404 "$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: $inspector" "$url/v1/staff/assistance-requests/$request" | sed 's/403/404/')"

say "9. She has her money. She withdraws, and has it erased"
curl -sS --fail-with-body -X DELETE "$url/v1/receipt/assistance-request" -H "Authorization: $worker" -H "Idempotency-Key: $(new_key)"
expect "what was erased is gone" 410 "$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: $worker" "$url/v1/receipt/assistance-request")"
show "her code now answers 410: gone"

say "10. What staff opened, as the audit trail has it"
read_as en "$administrator" "/v1/staff/audit-entries?limit=100" |
    jq -r '.items | reverse | .[] | "\(.sequence)  \(.at[0:19])  \(.action)  \(.subject_kind)  \(.detail // "")"' | sed 's/^/    /'
expect "the opening is in the trail" true "$(read_as en "$administrator" "/v1/staff/audit-entries?subject_id=$request&limit=100" | jq '[.items[].action] | contains(["opened"])')"
"$program" doctor | grep '^ok    audit log'

say "11. Another server, in the Philippines. The two operators add each other, and compare digits on the telephone"
here=$url
at_singapore() { url=$here TULAY_LISTEN=${here#http://} TULAY_DATA_DIR=$work/tulay; }
there=http://127.0.0.1:$(free_port)
at_philippines() { url=$there TULAY_LISTEN=${there#http://} TULAY_DATA_DIR=$work/tulay-ph; }
digits() { "$program" peers fingerprint | sed -n 's/^fingerprint: //p'; }
at_philippines
start philippines
elsewhere=$started
of_philippines=$(digits)
at_singapore
of_singapore=$(digits)
"$program" peers add "$there" --name "The service in the Philippines" --country PH --fingerprint "$of_philippines" >/dev/null
at_philippines
"$program" peers add "$here" --name "The service in Singapore" --country SG --fingerprint "00000 00000 00000 00000 00000 00000" \
    >/dev/null 2>&1 && fail "a server with other digits was added"
"$program" peers add "$here" --name "The service in Singapore" --country SG --fingerprint "$of_singapore" >/dev/null
show "Singapore: $of_singapore"
show "Philippines: $of_philippines"

say "12. Home again in Cebu, she asks there for the wages that she is owed in Singapore, and lets the centre in Singapore know"
sign_up luz@desk.example "Luz" "Example Returnees' Desk" --kind ngo --country PH --competence assistance --role case_worker
desk="Bearer $token"
asked=$(write fil "" POST /v1/assistance-requests '{"for_whom": "self", "urgency": "not_urgent", "issue_codes": ["unpaid_wages"],
    "narrative": "Umuwi na ako. Hindi pa bayad ang huling tatlong buwan.", "place": {"country": "PH", "precision": "country"},
    "language": "fil", "consents": {"share_identity": false}}')
returned="Receipt $(jq -r .receipt_code <<<"$asked")"
case_at_home=/v1/staff/assistance-requests/$(jq -r .id <<<"$asked")
for _ in $(seq 100); do
    centre=$(read_as en "$desk" /v1/staff/peer-organisations | jq -c '[.items[] | select(.name == "Example Migrants'"'"' Centre")][0] // empty')
    [ -n "$centre" ] && break
    sleep 0.2
done
[ -n "$centre" ] || fail "the organisations in Singapore are not known"
recipient=$(jq -c '{peer_id, organisation_id: .id}' <<<"$centre")
fields='["urgency", "issue_codes", "narrative", "language"]'
consent=$(write fil "$returned" POST /v1/receipt/assistance-request/data-consents \
    "$(jq -nc --argjson to "$recipient" --argjson fields "$fields" '{purpose: "referral", recipient: $to, fields: $fields}')" | jq -r .id)
show "she agrees that $(jq -r '"\(.name), \(.peer_name)"' <<<"$centre") knows: $(jq -r 'join(", ")' <<<"$fields")"

say "13. The server in Singapore is down when it is sent; it arrives once all the same"
kill "$server" && wait "$server" 2>/dev/null || true
server=""
curl -sS --fail-with-body -o /dev/null -D "$work/home-headers" "$url$case_at_home" -H "Authorization: $desk"
referral=$(write en "$desk" POST "$case_at_home/referrals" "$(jq -nc --argjson to "$recipient" --argjson fields "$fields" --arg consent "$consent" \
    '{kind: "referral", recipient: $to, fields: $fields, legitimate_basis: "consent", consent_id: $consent}')" \
    -H "If-Match: $(sed -nE 's/^etag: *(.*)\r$/\1/ip' "$work/home-headers")" | jq -r .id)
sleep 2.5
at_singapore
start singapore
server=$started
sign_up noor@ngo.example "Noor" "Example Migrants' Centre" --role case_worker
centre_worker="Bearer $token"
received() { read_as en "$centre_worker" /v1/staff/assistance-referrals; }
for _ in $(seq 400); do
    [ "$(received | jq '.items | length')" -gt 0 ] && break
    sleep 0.2
done
expect "referrals that arrived" 1 "$(received | jq '.items | length')"
arrived=$(received | jq -r '.items[0].id')
opened=$(read_as en "$centre_worker" "/v1/staff/assistance-referrals/$arrived")
show "from $(jq -r .sender.name <<<"$opened"): $(jq -r .case_file.narrative <<<"$opened")"
expect "what she did not agree to" null "$(jq -r .case_file.place <<<"$opened")"

say "14. Singapore accepts, recovers the wages, and says so; in Cebu she reads it behind her own code"
write en "$centre_worker" POST "/v1/staff/assistance-referrals/$arrived/acceptance" '{}' >/dev/null
write en "$centre_worker" POST "/v1/staff/assistance-referrals/$arrived/completion" \
    '{"outcome": "service_given", "report": "The employer has paid."}' >/dev/null
at_philippines
step=$(write fil "$returned" POST /v1/receipt/assistance-request/second-step '{}' | jq -r .second_step)
follow() { read_as fil "$returned" /v1/receipt/assistance-request/data-consents -H "Second-Step: $step" | jq -r '.referrals[0] | "\(.status) \(.outcome)"'; }
for _ in $(seq 400); do
    [ "$(follow)" = "done service_given" ] && break
    sleep 0.2
done
expect "what came of it" "done service_given" "$(follow)"
expect "what the desk reads" "The employer has paid." "$(read_as en "$desk" "/v1/staff/assistance-referrals/$referral" | jq -r .report)"
show "$(follow)"

say "The tour is over. Nothing of it is left."
