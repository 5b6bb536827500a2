#!/usr/bin/env bash
# Writes a node_modules as npm leaves it on a developer's disk: node-modules.sh DIRECTORY
# Two packages of nobody, so that a context can hold one where there is no npm.
set -euo pipefail

modules=$1/node_modules
mkdir -p "$modules"
for package in shelf@2.0.0 spine@1.4.2; do
  name=${package%@*} version=${package#*@}
  mkdir -p "$modules/$name/lib"
  printf '{ "name": "%s", "version": "%s", "main": "lib/index.js", "license": "MIT" }\n' "$name" "$version" \
    > "$modules/$name/package.json"
  awk -v name="$name" 'BEGIN { for (i = 0; i < 12000; i++)
    printf "exports.%s%d = (order) => order.copies * %d + order.shelf;\n", name, i, i * 7919 % 104729 }' \
    > "$modules/$name/lib/index.js"
done
printf '%s' '{ "name": "library-pages", "version": "1.0.0", "lockfileVersion": 3, "requires": true, "packages": {
  "node_modules/shelf": { "version": "2.0.0", "license": "MIT" },
  "node_modules/spine": { "version": "1.4.2", "license": "MIT" } } }' > "$modules/.package-lock.json"
find "$modules" -exec touch -d @1700000000 {} +
