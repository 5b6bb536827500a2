#!/usr/bin/env bash
# Writes the context of this image, a developer's checkout: context.sh DIRECTORY
set -euo pipefail
here=$(dirname "$0")
"$here/../../checkout.sh" "$here/../../apps/002/src" "$1"
printf 'FROM python:3.11\nCOPY . .\n' > "$1/Dockerfile"
printf 'services:\n  app:\n    build: .\n' > "$1/docker-compose.yml"
touch -d @1700000000 "$1" "$1/Dockerfile" "$1/docker-compose.yml"
