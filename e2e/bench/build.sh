#!/usr/bin/env bash
# Builds the benchmark's programs, once per content of this folder, and prints the directory that
# holds them. Progress goes to standard error.
set -euo pipefail
cd "$(dirname "$0")"

GO=${GO:-go}
say() { printf '%s\n' "$*" >&2; }

if ! command -v "$GO" >/dev/null && [ -x /usr/local/go/bin/go ]; then GO=/usr/local/go/bin/go; fi
if ! command -v "$GO" >/dev/null; then
  say "Go is missing: install Go 1.26 or newer (https://go.dev/doc/install) and put it on the PATH."
  exit 1
fi

inputs=$(find . -name '*.go' ! -name '*_test.go' -o -name 'go.*' -o -name build.sh |
  LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c1-16)
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/bench
target=$cache/$inputs-$("$GO" env GOOS)-$("$GO" env GOARCH)
if [ ! -d "$target" ]; then
  say "building the benchmark's programs (once)"
  mkdir -p "$cache"
  made=$(mktemp -d "$cache/.building.XXXXXX")
  trap 'rm -rf "$made"' EXIT
  CGO_ENABLED=0 GOFLAGS=-mod=readonly "$GO" build -trimpath -buildvcs=false -o "$made/" ./allow-all ./load >&2
  chmod 755 "$made"
  mv -T "$made" "$target" 2>/dev/null || [ -d "$target" ] # another run may have been faster
fi
echo "$target"
