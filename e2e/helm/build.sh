#!/usr/bin/env bash
# Builds Helm's command line and prints the directory that holds it.
set -euo pipefail
cd "$(dirname "$0")"
exec ../go-programs.sh . helm.sh/helm/v4/cmd/helm
