#!/usr/bin/env bash
# Writes the context of this image, the sources of apps/node: context.sh DIRECTORY
exec cp -r "$(dirname "$0")/../../apps/node/src/." "$1/"
