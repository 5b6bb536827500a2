#!/usr/bin/env bash
# Measures admission in the cluster that -kubeconfig (or KUBECONFIG) names, on this machine:
# no webhook, an allow-all webhook and, with -webhook and -operator-pid, the operator that runs.
# `admission.sh -help` lists the options.
set -euo pipefail
programs=$("$(dirname "$0")/build.sh")
exec "$programs/load" -allow-all="$programs/allow-all" "$@"
