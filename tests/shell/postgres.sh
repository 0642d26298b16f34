# A throw-away PostgreSQL on a free port, for scripts that source this; also when run as root, which
# PostgreSQL itself refuses. Needs `$work`, a folder that others may enter.

postgres_user=postgres
postgres_bin=""

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Root runs it as the package's user.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u "$postgres_user" -- "$@"); else "$@"; fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Starts it and sets `$postgres_url`; further arguments are options of the server.
start_postgres() {
    local port options
    postgres_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
    mkdir "$work/postgres"
    [ "$(id -u)" = 0 ] && chown "$postgres_user" "$work/postgres"
    as_postgres "$postgres_bin/initdb" -D "$work/postgres" -U postgres -A trust -E UTF8 \
        --locale=C.UTF-8 >/dev/null || return 1
    port=$(free_port)
    options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/postgres $*"
    as_postgres "$postgres_bin/pg_ctl" -D "$work/postgres" -l "$work/postgres/log" -w \
        -o "$options" start >/dev/null || return 1
    postgres_url="postgres://postgres@127.0.0.1:$port/postgres"
    echo "PostgreSQL $("$postgres_bin/postgres" --version | grep -oE '[0-9.]+' | head -1) on port $port"
}

stop_postgres() {
    [ -n "$postgres_bin" ] && [ -f "$work/postgres/postmaster.pid" ] || return 0
    as_postgres "$postgres_bin/pg_ctl" -D "$work/postgres" -m immediate stop >/dev/null 2>&1
}
