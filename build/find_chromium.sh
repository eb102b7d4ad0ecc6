#!/bin/sh
# Prints a Chromium for the end-to-end tests: EDGEPERSONA_CHROMIUM, then PATH, then Playwright's own.
# With --install, and as root on a Debian or Ubuntu machine, installs the distribution's one if there is none.
set -u
find_one() {
    if [ -n "${EDGEPERSONA_CHROMIUM:-}" ] && [ -x "$EDGEPERSONA_CHROMIUM" ]; then
        echo "$EDGEPERSONA_CHROMIUM"
        return
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" && return
    done
    for path in "$HOME"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome \
        "$HOME/Library/Caches/ms-playwright"/chromium-*/chrome-mac*/*.app/Contents/MacOS/* \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        [ -x "$path" ] && echo "$path" && return
    done
    return 1
}
find_one && exit 0
if [ "${1:-}" = --install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Debian's chromium for the end-to-end tests" >&2
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) >/dev/null 2>&1
    find_one && exit 0
fi
echo "The end-to-end tests need Chromium and found none. Any of these will do:" >&2
echo "  apt-get install chromium          (Debian, as root)" >&2
echo "  .venv/bin/playwright install chromium" >&2
echo "  EDGEPERSONA_CHROMIUM=/path/to/chromium make test" >&2
exit 1
