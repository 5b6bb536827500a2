#!/usr/bin/env bash
# Looks up what is shipped in OSV's database of known vulnerabilities: osv.dev, or the directory that
# OSV_DATABASE names. Ends with 0 where nothing is found that vulnerabilities.allowed does not name, 1
# where something is, 3 where no database has answered, 2 where anything else goes wrong.
set -euo pipefail
cd "$(dirname "$0")/../.."
scanner=$(e2e/vulnerabilities/build.sh) || exit 2
exec e2e/run dev.plimsoll.e2e.vulnerabilities.VulnerabilityCheck "$scanner/osv-scanner"
