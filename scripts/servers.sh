# Sourced. Installs what a test run needs from Debian's packages when it is missing, and starts and ends its servers;
# whoever starts them sees to it that stop_servers is called at the end.

need() { # need DEBIAN-PACKAGE NAME COMMAND…: one of the commands must be there, or one of our functions say yes
  local package=$1 name=$2 found; shift 2
  for found in "$@"; do
    command -v "$found" >/dev/null 2>&1 && { [ "$(type -t "$found")" != function ] || "$found"; } && return 0
  done
  if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
    local as=""; [ "$(id -u)" = 0 ] || as="sudo"
    echo "Installing $package …"
    if [ -z "${APT_UPDATED:-}" ]; then $as apt-get update -qq; APT_UPDATED=1; fi
    $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null
  else
    echo "$name is missing and cannot be installed from here. On Debian: apt install $package. On macOS: brew install $package." >&2
    exit 1
  fi
}

pg_bin() { # the folder of PostgreSQL's own programs, the newest first
  { ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin 2>/dev/null | sort -rV | head -n 1; } || true
}

initdb_found() { local bin; bin=$(pg_bin); [ -n "$bin" ] && [ -x "$bin/initdb" ] || command -v initdb >/dev/null 2>&1; }

nginx_rtmp_found() { command -v nginx >/dev/null 2>&1 && ls /usr/lib/nginx/modules/ngx_rtmp_module.so >/dev/null 2>&1; }

as_server() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_servers() { # sets TEST_DATABASE_URL and TEST_REDIS_URL; everything lies in one temporary folder and ends with the script
  SERVERS=$(mktemp -d /tmp/phien-servers.XXXXXX)
  local bin; bin=$(pg_bin); [ -n "$bin" ] && PATH="$bin:$PATH"
  [ "$(id -u)" = 0 ] && chown postgres "$SERVERS"
  as_server initdb -D "$SERVERS/pg" -U phien -A trust -E UTF8 --locale=C >/dev/null
  # A test database need not survive a power cut; the race and crash tests end processes, not the machine.
  as_server pg_ctl -D "$SERVERS/pg" -w -l "$SERVERS/pg.log" \
    -o "-c listen_addresses='' -k $SERVERS -c fsync=off -c max_connections=200" start >/dev/null
  as_server createdb -h "$SERVERS" -U phien phien
  TEST_DATABASE_URL="postgresql://phien@/phien?host=$SERVERS"
  local port; port=$(uv run --quiet python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  local server; server=$(command -v redis-server || command -v valkey-server)
  "$server" --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$SERVERS" --daemonize no >"$SERVERS/redis.log" 2>&1 &
  REDIS_PID=$!
  TEST_REDIS_URL="redis://127.0.0.1:$port/0"
}

stop_servers() {
  [ -n "${SERVERS:-}" ] || return 0
  local bin; bin=$(pg_bin); [ -n "$bin" ] && PATH="$bin:$PATH"
  as_server pg_ctl -D "$SERVERS/pg" -m immediate stop >/dev/null 2>&1 || true
  [ -n "${REDIS_PID:-}" ] && kill "$REDIS_PID" 2>/dev/null || true
  rm -rf "$SERVERS"; SERVERS=""; REDIS_PID=""
}
