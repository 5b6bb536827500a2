#!/usr/bin/env bash
# Builds programs of a Go module, once per content of its folder, and prints the directory that
# holds them: go-programs.sh FOLDER PACKAGE...     Progress goes to standard error.
set -euo pipefail

folder=$1
shift
script=$(readlink -f "${BASH_SOURCE[0]}")
cd "$folder"
name=$(basename "$PWD")
GO=${GO:-go}
say() { printf '%s\n' "$*" >&2; }

if ! command -v "$GO" >/dev/null && [ -x /usr/local/go/bin/go ]; then GO=/usr/local/go/bin/go; fi
if ! command -v "$GO" >/dev/null; then
  say "Go is missing: install Go 1.26 or newer (https://go.dev/doc/install) and put it on the PATH."
  exit 1
fi

inputs=$({ find . \( -name '*.go' ! -name '*_test.go' -o -name 'go.*' \) -print0 | LC_ALL=C sort -z |
  xargs -0 sha256sum; echo "$@"; sha256sum < "$script"; } | sha256sum | cut -c1-16)
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/$name
target=$cache/$inputs-$("$GO" env GOOS)-$("$GO" env GOARCH)
if [ ! -d "$target" ]; then
  say "building the programs of e2e/$name (once)"
  mkdir -p "$cache"
  made=$(mktemp -d "$cache/.building.XXXXXX")
  trap 'rm -rf "$made"' EXIT
  CGO_ENABLED=0 GOFLAGS=-mod=readonly "$GO" build -trimpath -buildvcs=false -o "$made/" "$@" >&2
  chmod 755 "$made"
  mv -T "$made" "$target" 2>/dev/null || [ -d "$target" ] # another run may have been faster
fi
echo "$target"
