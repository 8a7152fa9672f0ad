#!/usr/bin/env bash
# PgBouncer for the tests, on loopback, with a server session for each transaction.
#
#   pgbouncer.sh install                  Debian's package, if there is none
#   pgbouncer.sh run FOLDER PORT SERVER   until it is ended, on PORT, before the PostgreSQL on port SERVER; FOLDER is its own
set -euo pipefail

install() {
    command -v pgbouncer > /dev/null && return
    local sudo=()
    if [[ $(id -u) -ne 0 ]]; then
        sudo=(sudo -n)
    fi
    "${sudo[@]}" apt-get update -q
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends pgbouncer
}

run() {
    local folder=$1 port=$2 server=$3 user=()
    # Whatever database a connection asks for is the server's of that name. What PostgreSQL's driver always asks for, and
    # PgBouncer does not know, is ignored; nothing else is.
    cat > "$folder/pgbouncer.ini" << END
[databases]
* = host=127.0.0.1 port=$server user=postgres

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 64
server_idle_timeout = 5
ignore_startup_parameters = extra_float_digits
log_connections = 0
log_disconnections = 0
log_stats = 0
END
    # It does not run as root.
    if [[ $(id -u) -eq 0 ]]; then
        chmod 755 "$folder"
        user=(-u nobody)
    fi
    exec "$(command -v pgbouncer || echo /usr/sbin/pgbouncer)" -q "${user[@]}" "$folder/pgbouncer.ini"
}

"$@"
