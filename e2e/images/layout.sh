#!/usr/bin/env bash
# Finishes a layout that buildah wrote: layout.sh LAYOUT
#
# 1. buildah records as base digest that of the uncompressed manifest in its own storage, which exists nowhere else:
#    it becomes the digest that the base has in this layout.
# 2. The variants: the same layers under another config or manifest (variants/*/*/variant.json).
# 3. Blobs that nothing refers to any more are removed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
layout=$1
base_name=org.opencontainers.image.base.name base_digest=org.opencontainers.image.base.digest

blob() { echo "$layout/blobs/${1/://}"; }

# The descriptor of a reference in the index; nothing if there is none.
descriptor() {
  jq -c --arg ref "$1" '.manifests[] | select(.annotations["org.opencontainers.image.ref.name"] == $ref)' "$layout/index.json"
}

digest_of() { descriptor "$1" | jq -r .digest; }

# Keeps the JSON on standard input as a blob and prints its descriptor: put_blob MEDIA-TYPE
put_blob() {
  local file digest
  file=$(mktemp "$layout/blobs/sha256/new.XXXXXX")
  jq -jc . > "$file"
  digest=$(sha256sum "$file" | cut -d' ' -f1)
  chmod 644 "$file"
  mv "$file" "$layout/blobs/sha256/$digest"
  jq -nc --arg type "$1" --arg digest "sha256:$digest" --argjson size "$(stat -c %s "$layout/blobs/sha256/$digest")" \
    '{mediaType: $type, digest: $digest, size: $size}'
}

# Points a reference at the manifest on standard input: put_manifest REFERENCE
put_manifest() {
  local manifest type new
  manifest=$(cat)
  type=$(jq -r '.mediaType // "application/vnd.oci.image.manifest.v1+json"' <<< "$manifest")
  new=$(put_blob "$type" <<< "$manifest")
  jq -c --arg ref "$1" --argjson new "$new" '
    .manifests |= map(select(.annotations["org.opencontainers.image.ref.name"] != $ref))
      + [$new + {annotations: {"org.opencontainers.image.ref.name": $ref}}]
    | .manifests |= sort_by(.annotations["org.opencontainers.image.ref.name"])' \
    "$layout/index.json" > "$layout/index.json.new"
  mv "$layout/index.json.new" "$layout/index.json"
}

declare -A settled=()

# Gives an image the digest of its base, after the base has got that of its own.
settle() {
  local ref=$1 manifest base
  [[ -z ${settled[$ref]:-} ]] || return 0
  settled[$ref]=yes
  manifest=$(blob "$(digest_of "$ref")")
  base=$(jq -r --arg name "$base_name" '.annotations[$name] // ""' "$manifest")
  [[ -n $base ]] || return 0
  base=${base#*/}
  settle "$base"
  jq --arg key "$base_digest" --arg digest "$(digest_of "$base")" '.annotations[$key] = $digest' "$manifest" |
    put_manifest "$ref"
}

# The same layers under another config or manifest: add_variant REFERENCE VARIANT-FILE
add_variant() {
  local manifest config
  manifest=$(cat "$(blob "$(digest_of "$(jq -r .of "$2")")")")
  config=$(jq -c .config <<< "$manifest")
  if jq -e 'has("config")' "$2" > /dev/null; then
    config=$(jq "$(jq -r .config "$2")" "$(blob "$(jq -r .digest <<< "$config")")" | put_blob "$(jq -r .mediaType <<< "$config")")
  fi
  jq --argjson config "$config" '.config = $config' <<< "$manifest" | jq "$(jq -r '.manifest // "."' "$2")" |
    put_manifest "$1"
}

remove_unused() {
  local used file
  used=$(jq -r '.manifests[].digest' "$layout/index.json" | while read -r digest; do
    echo "${digest#*:}"
    jq -r '.config.digest, .layers[].digest' "$(blob "$digest")" | sed 's/.*://'
  done | sort -u)
  for file in "$layout"/blobs/sha256/*; do
    grep -qxF "${file##*/}" <<< "$used" || rm "$file"
  done
}

for ref in $(jq -r '.manifests[].annotations["org.opencontainers.image.ref.name"]' "$layout/index.json"); do
  settle "$ref"
done
for file in "$here"/*/*/variant.json "$here"/*/*/*/variant.json; do
  [[ -e $file ]] || continue
  folder=$(dirname "${file#"$here/"}")
  [[ -z $(descriptor "$(jq -r .of "$file")") ]] || add_variant "${folder%/*}:${folder##*/}" "$file"
done
remove_unused
