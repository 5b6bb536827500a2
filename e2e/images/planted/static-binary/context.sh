#!/usr/bin/env bash
# Writes the context of this image, the sources of apps/002-go: context.sh DIRECTORY
exec cp -r "$(dirname "$0")/../../apps/002-go/src/." "$1/"
