#!/usr/bin/env bash
# Writes the context of this image, the host's Go tool chain: context.sh DIRECTORY
set -euo pipefail
root=$(go env GOROOT)
cd "$root"
# What compiles programs; the tool chain's own tests and race detector stay behind.
tar --numeric-owner --owner=0 --group=0 --sort=name --dereference \
  --exclude='testdata' --exclude='*_test.go' --exclude='src/runtime/race/*' --exclude='src/cmd' \
  -cf "$1/go.tar" VERSION bin pkg src $(ls -d go.env 2>/dev/null || true)
