#!/usr/bin/env bash
# Installs what Phiên needs into this checkout: uv (if it is missing), Python 3.13, the locked packages, the message catalogs.
# Running it again costs a second.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v uv >/dev/null 2>&1 && [ ! -x .tools/bin/uv ]; then
  echo "Installing uv into .tools/ …"
  python=$(command -v python3 || command -v python) || { echo "Phiên needs Python 3 to begin with: please install python3." >&2; exit 1; }
  "$python" -m venv .tools 2>/dev/null || { echo "Python's venv module is missing: on Debian, apt install python3-venv." >&2; exit 1; }
  .tools/bin/pip install --quiet --disable-pip-version-check uv
fi
PATH="$PWD/.tools/bin:$PATH"
uv sync --quiet --locked
uv run --quiet python scripts/compile_messages.py
