#!/usr/bin/env bash
# Lists the licences of what is in the operator's image, as its parts state them: licences.sh BILL-OF-MATERIALS
set -euo pipefail
cat <<'HEAD'
# Licences of what is in the operator's image

As each part states it itself; the texts are in the image: `/usr/share/doc/*/copyright`, `/opt/java/legal`, and in
the jars. "In the package's copyright file" and "not stated in the jar" are no licences: look there, or at the
project's page.

| part | version | licence |
| --- | --- | --- |
HEAD
jq -r '.components | sort_by(.purl)[] |
  "| \(if .group then .group + ":" else "" end)\(.name) | \(.version) | \(
    if .licenses then ([.licenses[].license.name] | join(", "))
    elif (.purl | startswith("pkg:deb")) then "in the package'"'"'s copyright file"
    else "not stated in the jar" end) |"' "$1"
