#!/usr/bin/env bash
# Builds cert-manager and prints the directory that holds it and, as definitions.yaml, that version's
# definitions.
set -euo pipefail
cd "$(dirname "$0")"
module=github.com/cert-manager/cert-manager
version=$(sed -n "s|^\t$module \(v[0-9.]*\)$|\1|p" go.mod)
programs=$(../go-programs.sh . "-ldflags=-s -w -X $module/pkg/util.AppVersion=$version" .)
if [ ! -f "$programs/definitions.yaml" ]; then
  GO=${GO:-go}
  if ! command -v "$GO" >/dev/null && [ -x /usr/local/go/bin/go ]; then GO=/usr/local/go/bin/go; fi
  cat "$("$GO" list -m -f '{{.Dir}}' "$module")"/deploy/crds/cert-manager.io_*.yaml >"$programs/.definitions.$$"
  mv "$programs/.definitions.$$" "$programs/definitions.yaml"
fi
echo "$programs"
