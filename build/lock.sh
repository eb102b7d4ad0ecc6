#!/bin/sh
# Locks hold versions and hashes, never an address.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install -q uv
for name in run test build node; do
    .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
        --no-header --no-annotate "requirements/$name.in" -o "requirements/$name.txt"
done
for folder in . requirements/bench; do
    npm install --silent --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund \
        --prefix "$folder"
done
