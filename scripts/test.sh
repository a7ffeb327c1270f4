#!/usr/bin/env bash
# Every test: static gates, the suite on the embedded engines, the same again on PostgreSQL and Redis, then in a browser.
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

failed=0
stage() { local name=$1; shift; echo; echo "════ $name"; local began=$SECONDS; "$@" || failed=1; echo "════ $name: $((SECONDS - began)) s"; }

stage "static gates" bash scripts/check.sh
stage "embedded engines (SQLite, in process)" uv run --quiet pytest -q -n 2 -m "not browser and not soak"
start_servers
# What holds no rows is tried once: video, lib, catalogs, docs.
stage "grown-up engines (PostgreSQL, Redis)" env PHIEN_DATABASE_URL="$TEST_DATABASE_URL" PHIEN_REDIS_URL="$TEST_REDIS_URL" \
  uv run --quiet pytest -q -n 2 -m "not browser and not soak" --ignore src/phien/video --ignore src/phien/lib \
  --ignore tests/test_translations.py --ignore tests/test_docs.py
stop_servers
stage "browser" uv run --quiet pytest -q -m "browser and not soak"
exit $failed
