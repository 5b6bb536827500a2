#!/usr/bin/env bash
# Lists the licences of what is shipped, as its parts state them: licences.sh BILL-OF-MATERIALS...
set -euo pipefail
cat <<'HEAD'
# Licences of what is shipped

As each part states it itself. The texts are where the parts are: in the image `/usr/share/doc/*/copyright`,
`/opt/java/legal` and the jars, in the command line's archive `runtime/legal` and the jars. "In the package's
copyright file" and "not stated in the jar" are no licences: look there, or at the project's page.
HEAD
for bill in "$@"; do
  # Debian's source packages are named for advisories; what is shipped of them are the packages.
  jq -r '"", "## \(.metadata.component.name)", "| part | version | licence |", "| --- | --- | --- |",
    (.components | map(select(.purl and (.purl | contains("?arch=source") | not))) | sort_by(.purl)[] |
    "| \(if .group then .group + ":" else "" end)\(.name) | \(.version) | \(
      if .licenses then ([.licenses[].license.name] | join(", "))
      elif (.purl | startswith("pkg:deb")) then "in the package'"'"'s copyright file"
      else "not stated in the jar" end) |")' "$bill"
done
