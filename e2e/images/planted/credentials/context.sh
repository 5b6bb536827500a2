#!/usr/bin/env bash
# Writes the context of this image, credentials of nobody: context.sh DIRECTORY
set -euo pipefail
# Letters and digits that look drawn by lot and are the same in every build: drawn COUNT NAME
drawn() { echo "$2" | openssl dgst -sha512 -binary | base64 -w 0 | tr -d '+/=' | cut -c"1-$1"; }
printf '//npm.example.com/:_authToken=npm_%s\n' "$(drawn 36 npm)" > "$1/.npmrc"
printf 'machine git.example.com login build password %s\n' "$(drawn 32 netrc)" > "$1/.netrc"
printf '[default]\naws_access_key_id = AKIA%s\naws_secret_access_key = %s\n' \
  "$(drawn 64 id | tr a-z A-Z | tr -d 0189 | cut -c1-16)" "$(drawn 40 secret)" > "$1/aws"
printf '{ "auths": { "registry.example.com": { "auth": "%s" } } }\n' \
  "$(printf 'build:%s' "$(drawn 24 docker)" | base64 -w 0)" > "$1/docker"
touch -d @1700000000 "$1"/.npmrc "$1"/.netrc "$1/aws" "$1/docker" "$1"
