#!/usr/bin/env bash
# Builds osv-scanner and prints the directory that holds it.
set -euo pipefail
cd "$(dirname "$0")"
exec ../go-programs.sh . github.com/google/osv-scanner/v2/cmd/osv-scanner
