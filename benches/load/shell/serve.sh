# Starts and stops `$program`, for scripts that source this. Sets `$url` and `$server`.
# Limits of rate are out of the way: what is measured is the service, and all requests come from one address.

server=""

serve() { # further settings as NAME=VALUE
    local port tries=0
    port=$(free_port)
    url=http://127.0.0.1:$port
    env TULAY_LISTEN="127.0.0.1:$port" TULAY_LOG=warn TULAY_RATE_ANONYMOUS_PER_MINUTE=10000000 \
        TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE=10000000 TULAY_RATE_TOKEN_PER_MINUTE=10000000 "$@" \
        "$program" serve >"${log:-/dev/null}" 2>&1 &
    server=$!
    until curl -sf "$url/readyz" >/dev/null; do
        tries=$((tries + 1))
        if [ $tries -gt 120000 ] || ! kill -0 "$server" 2>/dev/null; then
            echo "the program does not answer" >&2
            return 1
        fi
        sleep 0.01
    done
}

stop() {
    if [ -n "$server" ] && kill -TERM "$server" 2>/dev/null; then wait "$server" || true; fi
    server=""
}

sqlite() { # database statements; prints rows
    "$python" - "$@" <<'PYTHON'
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
for statement in sys.argv[2].split(";"):
    for row in conn.execute(statement):
        print(*row, sep="|")
PYTHON
}
