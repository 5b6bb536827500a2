#!/usr/bin/env bash
# Writes the context of this image, pages and their node_modules: context.sh DIRECTORY
set -euo pipefail
here=$(dirname "$0")
cp "$here/../../apps/004/src/package.json" "$1/"
"$here/../../node-modules.sh" "$1"
touch -d @1700000000 "$1" "$1/package.json"
