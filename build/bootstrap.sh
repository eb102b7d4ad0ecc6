#!/bin/sh
# What `make setup` does: .venv, locked packages, Node and the JavaScript packages, the browser files.
# `bootstrap.sh test` adds what the tests need, Chromium included. Safe to run again: done steps are skipped.
set -eu
cd "$(dirname "$0")/.."
what=${1:-run}

say() { printf '%s\n' "$*" >&2; }

if [ ! -x .venv/bin/python ]; then
    python=$(sh build/find_python.sh)
    say "creating .venv with $("$python" --version)"
    "$python" -m venv .venv
fi

# A step runs again when the file that describes it changes.
fresh() { [ -f ".venv/.$1" ] && [ "$(cat ".venv/.$1")" = "$(cat $2 | cksum)" ]; }
done_with() { cat $2 | cksum >".venv/.$1"; }
install() {
    fresh "$1" "requirements/$1.txt" && return 0
    say "installing locked Python packages ($1)"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "requirements/$1.txt"
    done_with "$1" "requirements/$1.txt"
}

install run
[ "$what" = test ] && install test

if ! fresh package pyproject.toml; then
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
    done_with package pyproject.toml
fi

node_major() { node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/'; }
PATH="$PWD/.venv/bin:$PATH"
major=$(node_major)
if [ "${major:-0}" -lt 20 ]; then
    say "no Node 20 or later on PATH: installing one into .venv"
    install node
fi
if ! fresh npm package-lock.json || [ ! -d node_modules/pyodide ]; then
    say "installing locked JavaScript packages"
    npm ci --silent --ignore-scripts --no-audit --no-fund
    done_with npm package-lock.json
fi

.venv/bin/python build/make.py >&2

if [ "$what" = test ]; then
    if ! fresh bench requirements/bench/package-lock.json || [ ! -d requirements/bench/node_modules/lighthouse ]; then
        say "installing what is measured beside us"
        npm ci --silent --ignore-scripts --no-audit --no-fund --prefix requirements/bench
        done_with bench requirements/bench/package-lock.json
    fi
    sh build/second_python.sh
    sh build/other_browsers.sh
fi
[ "$what" = test ] && exec sh build/find_chromium.sh --install >/dev/null
exit 0
