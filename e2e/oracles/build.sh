#!/usr/bin/env bash
# Builds the oracles, crane and trees, and prints the directory that holds them.
set -euo pipefail
cd "$(dirname "$0")"
exec ../go-programs.sh . ./trees github.com/google/go-containerregistry/cmd/crane
