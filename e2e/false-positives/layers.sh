#!/usr/bin/env bash
# Fetches the packages of pypi.txt and npm.txt through pip and npm, one layer each, and prints the folder with them.
#
# A Python package is installed without its dependencies into /usr/local/lib/python3.11/site-packages; an npm package
# is what `npm pack` gives, in /app/node_modules. Two at a time, and none that was fetched before: the layers are kept
# under ${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/false-positives by name and version.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/plimsoll}/false-positives
for tool in python3 npm; do
  command -v $tool >/dev/null || { echo "Missing: $tool, by which packages are fetched; install it and try again." >&2; exit 1; }
done
mkdir -p "$cache"/{pypi,npm}
export cache

# The place of a package's layer: ecosystem, name, version.
layer_of() { echo "$cache/$1/${2//\//+}@$3.tar.gz"; }

pack() { # TREE LAYER
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1700000000 -C "$1" -c . | gzip -n -6 >"$2.part"
  mv "$2.part" "$2"
}

fetch_pypi() { # NAME==VERSION
  local name=${1%%==*} version=${1##*==} layer tree
  layer=$(layer_of pypi "$name" "$version")
  [[ -e $layer ]] && return
  tree=$(mktemp -d)
  python3 -m pip install -q --disable-pip-version-check --no-deps --only-binary=:all: --no-warn-conflicts --no-cache-dir \
    --implementation cp --python-version 3.11 --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 \
    --platform manylinux2014_x86_64 --platform manylinux2010_x86_64 --platform manylinux1_x86_64 \
    --root-user-action=ignore --target "$tree/usr/local/lib/python3.11/site-packages" "$1" ||
    { echo "pip could not install $1." >&2; rm -rf "$tree"; return 1; }
  pack "$tree" "$layer"
  rm -rf "$tree"
}

fetch_npm() { # NAME@VERSION
  local name=${1%@*} version=${1##*@} layer tree
  layer=$(layer_of npm "$name" "$version")
  [[ -e $layer ]] && return
  tree=$(mktemp -d)
  mkdir -p "$tree/app/node_modules/$name"
  (cd "$tree" && npm pack --silent "$1" >/dev/null && tar -xzf ./*.tgz -C "app/node_modules/$name" --strip-components=1 &&
    rm ./*.tgz) || { echo "npm could not pack $1." >&2; rm -rf "$tree"; return 1; }
  pack "$tree" "$layer"
  rm -rf "$tree"
}
export -f layer_of pack fetch_pypi fetch_npm

echo "==> fetching what is missing of $(cat "$here"/{pypi,npm}.txt | wc -l) packages" >&2
xargs -P 2 -I{} bash -euo pipefail -c 'fetch_pypi {}' <"$here/pypi.txt"
xargs -P 2 -I{} bash -euo pipefail -c 'fetch_npm {}' <"$here/npm.txt"

# What is planted to be found, lest a table without findings come of not looking.
control=$(mktemp -d)
mkdir -p "$control"/app/{.git/objects,build}
printf 'AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n' AKIA"$(head -c 999 /dev/urandom | tr -dc 'A-Z2-7' | head -c 16)" \
  "$(head -c 999 /dev/urandom | base64 -w0 | tr -d '/+=' | head -c 40)" >"$control/app/.env"
echo 'ref: refs/heads/main' >"$control/app/.git/HEAD"
head -c 9000000 /dev/urandom >"$control/app/.git/objects/pack"
head -c 9000000 /dev/urandom >"$control/app/build/main.o"
head -c 900000 /dev/urandom >"$control/app/debug.log"
pack "$control" "$cache/control.tar.gz"
rm -rf "$control"
echo "$cache"
