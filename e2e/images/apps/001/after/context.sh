#!/usr/bin/env bash
# Writes the context of this image, a developer's checkout of the sources: context.sh DIRECTORY
set -euo pipefail
here=$(dirname "$0")
"$here/../../../checkout.sh" "$here/../src" "$1"
cp "$here/Dockerfile" "$1/"
printf 'services:\n  app:\n    build: .\n    env_file: .env\n' > "$1/docker-compose.yml"
touch -d @1700000000 "$1" "$1/Dockerfile" "$1/docker-compose.yml"
