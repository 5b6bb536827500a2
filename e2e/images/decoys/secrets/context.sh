#!/usr/bin/env bash
# Writes the context of this image, the two examples beside it: context.sh DIRECTORY
exec cp "$(dirname "$0")/.env.example" "$(dirname "$0")/.npmrc" "$1/"
