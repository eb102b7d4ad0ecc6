#!/bin/sh
# Prints the newest Python the project supports (3.12 or later): on PATH, or in a version manager's folder.
# `find_python.sh 313` leaves out 3.13.
set -u
best=""
best_version=0
for candidate in \
    $(command -v python3.15 python3.14 python3.13 python3.12 python3 python 2>/dev/null) \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3 \
    "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}"/*/bin/python3 \
    "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/python/*/bin/python3 \
    "${MISE_DATA_DIR:-$HOME/.local/share/mise}"/installs/python/*/bin/python3 \
    /usr/local/bin/python3.1[2-9] /opt/homebrew/bin/python3.1[2-9] /opt/python/*/bin/python3; do
    [ -x "$candidate" ] || continue
    # A version counts only if it can make a virtual environment.
    version=$("$candidate" -c 'import sys, venv, ensurepip; v = sys.version_info; print(v[0] * 10000 + v[1] * 100 + v[2] if v.releaselevel == "final" else 0)' 2>/dev/null) || continue
    [ "$((${version:-0} / 100))" = "${1:-}" ] && continue
    if [ "${version:-0}" -ge 31200 ] && [ "$version" -gt "$best_version" ]; then
        best=$candidate
        best_version=$version
    fi
done
if [ -z "$best" ]; then
    echo "edgepersona needs Python 3.12 or later with venv; found none on PATH or in a version manager's folder." >&2
    echo "Install one (Debian: apt-get install python3.12-venv, or pyenv install 3.13) and run make again." >&2
    exit 1
fi
echo "$best"
