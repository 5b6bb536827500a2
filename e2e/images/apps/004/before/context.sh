#!/usr/bin/env bash
# Writes the context of this image, a developer's checkout with its node_modules: context.sh DIRECTORY
set -euo pipefail
here=$(dirname "$0")
"$here/../../../checkout.sh" "$here/../src" "$1"
"$here/../../../node-modules.sh" "$1"
touch -d @1700000000 "$1"
