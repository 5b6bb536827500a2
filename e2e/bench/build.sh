#!/usr/bin/env bash
# Builds the benchmark's programs and prints the directory that holds them.
set -euo pipefail
cd "$(dirname "$0")"
exec ../go-programs.sh . ./allow-all ./load ./scan
