#!/usr/bin/env bash
# Install what make test-readers needs: Debian’s chromium, calibre, lynx and npm, a Japanese font, and the npm packages
# of package.json.
set -euo pipefail
cd "$(dirname "$0")"

fail() { echo "make test-readers: $1" >&2; exit 3; }

missing=()
for pair in chromium:chromium lynx:lynx ebook-convert:calibre node:nodejs npm:npm; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
# What a browser prints of a book with Japanese words has these only where a font of the machine does.
[ -n "$(fc-list :lang=ja 2>/dev/null)" ] || missing+=(fonts-ipafont-gothic)
if [ "${#missing[@]}" -gt 0 ]; then
  hint="install ${missing[*]} with the packages of your system, then run it again"
  command -v apt-get >/dev/null || fail "it needs ${missing[*]}, and there is no apt-get here: $hint"
  [ "$(id -u)" = 0 ] || fail "it needs ${missing[*]}: as root, apt-get install ${missing[*]}"
  echo "installing ${missing[*]} (once)"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null \
    || fail "apt-get could not install ${missing[*]}: $hint"
fi

stamp=node_modules/.installed
if [ ! -e "$stamp" ] || [ package-lock.json -nt "$stamp" ] || [ package.json -nt "$stamp" ]; then
  echo "installing the npm packages of tests/readers (once)"
  # The browser is Debian’s: puppeteer, which Ace brings, must not fetch one.
  PUPPETEER_SKIP_DOWNLOAD=1 npm ci --loglevel=error >/dev/null \
    || fail "npm could not install the packages of tests/readers/package.json: is there a registry that npm reaches?"
  touch "$stamp"
fi
