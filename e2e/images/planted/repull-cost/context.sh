#!/usr/bin/env bash
# Writes the context of this image, the sources of apps/001: context.sh DIRECTORY
exec cp -r "$(dirname "$0")/../../apps/001/src/." "$1/"
