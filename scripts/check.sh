#!/usr/bin/env bash
# The static gates, one after another; each names itself.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.tools/bin:$PATH"
gate() { echo "── $1"; shift; "$@"; }
gate "ruff check" uv run --quiet ruff check .
gate "ruff format" uv run --quiet ruff format --check .
gate "mypy" uv run --quiet mypy src
gate "import contract" uv run --quiet lint-imports --no-cache
gate "links of the docs" uv run --quiet python scripts/check_links.py
gate "sample data" uv run --quiet python scripts/check_sample.py
