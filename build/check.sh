#!/bin/sh
# Lint, types and boundaries: what can be known without running anything.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/ruff check --quiet .
.venv/bin/ruff format --check --quiet .
.venv/bin/mypy
.venv/bin/lint-imports --no-cache >/dev/null || .venv/bin/lint-imports --no-cache
node_modules/.bin/tsc -p tests/typing
