#!/usr/bin/env bash
# Writes the context of this image: context.sh DIRECTORY
exec "$(dirname "$0")/../rootfs.sh" slim "$1/rootfs.tar"
