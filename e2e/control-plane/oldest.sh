#!/usr/bin/env bash
# Builds the oldest Kubernetes that is supported from Go modules and prints a directory for
# KUBEBUILDER_ASSETS: its API server, controllers and scheduler, with etcd, kubectl, kwok and the
# registry of the newest.
set -euo pipefail
cd "$(dirname "$0")"
newest=$(./build.sh)
GO=${GO:-go}
if ! command -v "$GO" >/dev/null && [ -x /usr/local/go/bin/go ]; then GO=/usr/local/go/bin/go; fi

inputs=$(cat oldest.sh oldest/go.mod oldest/go.sum oldest/*.go | sha256sum | cut -c1-16)
target=$(dirname "$newest")/$inputs-oldest-${newest##*/}
if [ ! -d "$target" ]; then
  version=$(sed -n 's/^\tk8s.io\/kubernetes \(v[0-9.]*\)$/\1/p' oldest/go.mod)
  echo "building Kubernetes $version from source (about five minutes on two idle cores, once)" >&2
  made=$(mktemp -d "$(dirname "$newest")/.building.XXXXXX")
  trap 'rm -rf "$made"' EXIT
  (cd oldest && CGO_ENABLED=0 GOFLAGS=-mod=readonly "$GO" build -trimpath -buildvcs=false \
    -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$version" -o "$made/kubernetes" .) >&2
  for program in kube-apiserver kube-controller-manager kube-scheduler; do
    ln -s kubernetes "$made/$program"
  done
  for program in etcd kubectl kwok registry; do
    ln -s "$newest/$program" "$made/$program"
  done
  chmod 755 "$made"
  mv -T "$made" "$target" 2>/dev/null || [ -d "$target" ] # another run may have been faster
fi
echo "$target"
