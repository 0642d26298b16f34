# What the bench needs, for scripts that source this from the root of the repository. Sets `$python` and `$program`.

prepare_tools() {
    local missing=() tools=$PWD/target/load-tools
    command -v wrk >/dev/null || missing+=(wrk)
    command -v jq >/dev/null || missing+=(jq)
    command -v curl >/dev/null || missing+=(curl)
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
    [ -e /usr/include/postgresql/libpq-fe.h ] || missing+=(libpq-dev)
    python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
    if [ ${#missing[@]} -gt 0 ]; then
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    fi
    export python=$tools/bin/python
    if ! "$python" -c 'import nacl' 2>/dev/null; then
        python3 -m venv "$tools"
        "$tools/bin/pip" install --quiet --no-deps -r benches/load/requirements.txt
    fi
    PATH=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH
    export PATH program=${BENCH_PROGRAM:-$PWD/target/release/tulay}
    [ -n "${BENCH_PROGRAM:-}" ] || cargo build --release --quiet --features postgres
}

# PostgreSQL with the memory that a small server would give it; everything durable stays as it comes.
start_measured_postgres() {
    start_postgres -c shared_buffers=1GB -c max_wal_size=8GB -c max_connections=200 >&2
}
