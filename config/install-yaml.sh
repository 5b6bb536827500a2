#!/usr/bin/env bash
# Writes dist/install.yaml, all of Plimsoll in one file: install-yaml.sh [IMAGE]
set -euo pipefail
cd "$(dirname "$0")/.."
placeholder=plimsoll-operator:0.1.0
image=${1:-$placeholder}

if command -v kubectl >/dev/null; then kubectl=kubectl; else kubectl=$(e2e/control-plane/build.sh)/kubectl; fi
mkdir -p dist
"$kubectl" kustomize config/default | sed "s|image: $placeholder\$|image: $image|" >dist/install.yaml.new
grep -q "image: $image\$" dist/install.yaml.new || {
  echo "config/default has no image $placeholder to put $image in place of" >&2
  exit 1
}
mv dist/install.yaml.new dist/install.yaml
echo "dist/install.yaml: $(grep -c '^kind: ' dist/install.yaml) objects, image $image"
[ "$image" != "$placeholder" ] || echo "No registry has $placeholder: give IMAGE=..., or replace it before you apply the file."
