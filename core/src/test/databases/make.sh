#!/usr/bin/env bash
# Writes the package databases in src/test/resources/databases anew, each with the ecosystem's own tool.
# They are kept, so no build needs these tools; what each script needs, it says.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for script in rpm apk language; do "$here/$script.sh" "$here/../resources/databases"; done
