#!/bin/sh
# For the tests, which build with two Pythons and compare the bytes: .cache/second-python, of another version than
# .venv's, where the machine has one. Without one the tests say so.
set -eu
cd "$(dirname "$0")/.."
into=.cache/second-python
first=$(.venv/bin/python -c 'import sys; print(sys.version_info[0] * 100 + sys.version_info[1])')
python=$(sh build/find_python.sh "$first" 2>/dev/null) || exit 0
wanted="$first $("$python" --version) $(cksum <requirements/build.txt)"
[ -f "$into/.done" ] && [ "$(cat "$into/.done")" = "$wanted" ] && exit 0
echo "setting up a second Python for the tests: $("$python" --version)" >&2
rm -rf "$into"
"$python" -m venv "$into"
"$into/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt || exit 0
echo "$wanted" >"$into/.done"
