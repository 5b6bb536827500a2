#!/usr/bin/env bash
# Prints the files of Debian packages, downloaded once per version: debs.sh ARCHITECTURE PACKAGE...
#
# The versions are those that the machine's own package sources offer. Lists are kept apart from the
# system's, so that another architecture can be asked for and nothing needs root; they are renewed
# once a day, or when REFRESH is set.
set -euo pipefail
architecture=$1
shift
say() { printf '%s\n' "$*" >&2; }

if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
  say "The operator's image takes the C library from Debian packages: build it on a Debian (apt-get and dpkg-deb)."
  exit 1
fi
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/debs/$architecture
mkdir -p "$cache/state/lists/partial" "$cache/archives/partial"
exec 9>"$cache/.lock"
flock 9
apt() {
  apt-get -qq -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" \
    -o Dir::State="$cache/state" -o Dir::State::status=/dev/null -o Dir::Cache="$cache" \
    -o APT::Sandbox::User=root -o Acquire::Languages=none "$@"
}

# What these packages were the last time that the lists were asked.
names=$cache/names-$(echo "$@" | sha256sum | cut -c1-16)
if [ -n "${REFRESH:-}" ] || [ -z "$(find "$names" -mtime -1 2>/dev/null)" ]; then
  if ! apt update >&2; then
    if [ ! -s "$names" ]; then
      say "The package sources do not answer: let apt-get update succeed on this machine first."
      exit 1
    fi
    say "The package sources do not answer: taking the versions of $(date -r "$names" +%F)."
  else
    # apt says nothing of a file that is in the working directory already.
    empty=$(mktemp -d)
    trap 'rm -rf "$empty"' EXIT
    (cd "$empty" && apt download --print-uris "$@") | awk '{ sub("SHA256:", "", $4); print $4 "  " $2 }' >"$names.new"
    mv "$names.new" "$names"
  fi
fi

cd "$cache"
if ! sha256sum --status -c "$names" 2>/dev/null; then
  apt download "$@" >&2
  sha256sum --quiet -c "$names" >&2
fi
awk -v folder="$cache" '{ print folder "/" $2 }' "$names"
