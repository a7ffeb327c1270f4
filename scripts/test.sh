#!/usr/bin/env bash
# Every test: static gates beside the suite on the embedded engines, what may go otherwise on PostgreSQL and Redis, then a browser.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.tools/bin:$PATH"
. scripts/servers.sh

need chromium "chromium" chromium google-chrome chrome
need ffmpeg "ffmpeg" ffmpeg
need mpv "mpv" mpv
[ "$(uname)" = Linux ] && need libnginx-mod-rtmp "nginx with its RTMP module" nginx_rtmp_found
need gettext "gettext" msgfmt
need postgresql "PostgreSQL 15 or newer" initdb_found
need redis-server "Redis" redis-server valkey-server

# Some hundred Python processes are started: each module is compiled once, by the first of them.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$PWD/build/bytecode"
notes=$(mktemp -d /tmp/phien-notes.XXXXXX)

failed=0
stage() { local name=$1; shift; echo; echo "════ $name"; local began=$SECONDS; "$@" || failed=1; echo "════ $name: $((SECONDS - began)) s"; }
beside() { # beside NAME COMMAND…: a stage in the background; `joined` shows what it said once it has ended
  local name=$1; shift
  (stage "$name" "$@"; exit $failed) >"$notes/beside" 2>&1 &
  BESIDE=$!
}
joined() { wait "$BESIDE" || failed=1; BESIDE=""; cat "$notes/beside"; }
over() { [ -n "${BESIDE:-}" ] && kill "$BESIDE" 2>/dev/null; stop_servers; rm -rf "$notes"; }
trap over EXIT

beside "static gates" bash scripts/check.sh
stage "embedded engines (SQLite, in process)" uv run --quiet pytest -q -n 2 -m "not browser and not soak" --note-engines="$notes"
joined
start_servers
export PHIEN_SAMPLE_DAY="$notes/sample-day" # for the browsers
beside "sample day" env PHIEN_LANGUAGE=en uv run --quiet phien --home "$PHIEN_SAMPLE_DAY" demo --prepare-only --visits 1500 --port 0
# What commits, waits or is refused is tried again, and besides so many tests that each statement is asked once here too
# (config/testing_engines.py). A page's words, a form's refusals or a film are the same on every database.
stage "grown-up engines (PostgreSQL, Redis)" env PHIEN_DATABASE_URL="$TEST_DATABASE_URL" PHIEN_REDIS_URL="$TEST_REDIS_URL" \
  uv run --quiet pytest -q -n 2 -m "not browser and not soak" --where-engines="$notes"
stop_servers
joined
stage "browser" uv run --quiet pytest -q -n 2 -m "browser and not soak"
exit $failed
