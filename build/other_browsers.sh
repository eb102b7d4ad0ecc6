#!/bin/sh
# For the tests in Firefox and WebKit: Debian's browsers, where they are missing and may be installed. What cannot be
# had here is said by the tests, and keeps nobody from running the others.
set -u
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0
missing=""
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing="firefox-esr"
command -v WebKitWebDriver >/dev/null || missing="$missing webkit2gtk-driver"
command -v Xvfb >/dev/null || missing="$missing xvfb"
[ -n "$missing" ] || exit 0
timeout 90 apt-get update -qq >/dev/null 2>&1
for package in $missing; do
    echo "installing $package for the tests in other browsers" >&2
    DEBIAN_FRONTEND=noninteractive timeout 180 apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
        echo "$package could not be installed; tests that need it will say so" >&2
done
exit 0
