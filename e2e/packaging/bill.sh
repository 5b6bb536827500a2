#!/usr/bin/env bash
# Prints the bill of materials that is attached to the operator's image: bill.sh LAYOUT
set -euo pipefail
blob() { cat "$1/blobs/${2/://}"; }
manifest=$(jq -r '.manifests[] | select(.artifactType == "application/vnd.cyclonedx+json").digest' "$1/index.json")
bill=$(blob "$1" "$manifest" | jq -r '.layers[0].digest')
blob "$1" "$bill" | jq .
