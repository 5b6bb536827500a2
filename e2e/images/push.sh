#!/usr/bin/env bash
# Pushes the images of a layout to a registry over plain http: push.sh LAYOUT HOST:PORT [REFERENCE...]
# (all references if none is given). Digests stay what they are in the layout; what the registry has is not sent again.
set -euo pipefail

(($# >= 2)) || { echo "usage: push.sh LAYOUT HOST:PORT [REFERENCE...]" >&2; exit 2; }
layout=$1 registry=$2
shift 2
[[ -f $layout/index.json ]] || { echo "push.sh: $layout is no OCI layout: it has no index.json" >&2; exit 2; }
for tool in skopeo jq; do
  command -v "$tool" > /dev/null || { echo "push.sh: install $tool: apt-get install --no-install-recommends skopeo jq" >&2; exit 1; }
done

push() {
  local message
  message=$(skopeo copy --quiet --preserve-digests --dest-tls-verify=false "oci:$layout:$1" "docker://$registry/$1" 2>&1) ||
    { echo "push.sh: $1 could not be pushed to $registry: $message" >&2; return 1; }
}
export -f push
export layout registry

(($#)) || mapfile -t all < <(jq -r '.manifests[].annotations["org.opencontainers.image.ref.name"]' "$layout/index.json")
(($#)) || set -- "${all[@]}"
# Bases first, one after another, so that no layer is sent twice at once; then the rest, two at a time.
bases=() others=()
for ref in "$@"; do if [[ $ref == base/* ]]; then bases+=("$ref"); else others+=("$ref"); fi; done
for ref in "${bases[@]}"; do push "$ref"; done
((${#others[@]} == 0)) || printf '%s\n' "${others[@]}" | xargs -P 2 -I{} bash -euo pipefail -c 'push {}'
