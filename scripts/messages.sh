#!/usr/bin/env bash
# Brings every room's message catalogs up to date with its code: make messages. Needs GNU gettext.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v xgettext >/dev/null || { echo "GNU gettext is missing: apt install gettext, or brew install gettext." >&2; exit 1; }
PATH="$PWD/.tools/bin:$PATH"
export DJANGO_SETTINGS_MODULE=phien.config.settings PHIEN_TESTING=1
PHIEN_HOME=$(mktemp -d)
export PHIEN_HOME
rooms=$(cd src/phien && { ls -d */templates/*/ | cut -d/ -f1; ls -d */locale/ | cut -d/ -f1; echo video; } | sort -u)
for room in $rooms; do
  mkdir -p "src/phien/$room/locale"
  (cd "src/phien/$room" && uv run --quiet django-admin makemessages -l vi -l fr -l zh_Hans --no-location --no-wrap -v 0)
done
# What belongs to no room (lib, config, cli, the page frame) shares one catalog.
mkdir -p src/phien/locale
ignore=$(for room in $rooms; do printf -- '--ignore=%s/* ' "$room"; done)
# shellcheck disable=SC2086  # each --ignore is a word of its own
(cd src/phien && uv run --quiet django-admin makemessages -l vi -l fr -l zh_Hans --no-location --no-wrap -v 0 $ignore)
uv run --quiet python scripts/tidy_messages.py
uv run --quiet python scripts/compile_messages.py
