#!/usr/bin/env bash
# Builds the Kubernetes control plane, kwok and the registry from Go modules, once per content of
# this folder, and prints the directory that holds them. Progress goes to standard error.
set -euo pipefail
cd "$(dirname "$0")"

GO=${GO:-go}
say() { printf '%s\n' "$*" >&2; }

if ! command -v "$GO" >/dev/null && [ -x /usr/local/go/bin/go ]; then GO=/usr/local/go/bin/go; fi
if ! command -v "$GO" >/dev/null; then
  say "Go is missing: install Go 1.26 or newer (https://go.dev/doc/install) and put it on the PATH," \
    "or let KUBEBUILDER_ASSETS name a directory with kube-apiserver and etcd."
  exit 1
fi

inputs=$(cat build.sh go.mod go.sum kubernetes/*.go registry/*.go | sha256sum | cut -c1-16)
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/control-plane
target=$cache/$inputs-$("$GO" env GOOS)-$("$GO" env GOARCH)
if [ -d "$target" ]; then
  echo "$target"
  exit 0
fi

mkdir -p "$cache"
exec 9>"$cache/.lock" # a second run waits for the first instead of building the same beside it
if command -v flock >/dev/null && ! flock -n 9; then
  say "waiting for another build of the control plane"
  flock 9
  if [ -d "$target" ]; then
    echo "$target"
    exit 0
  fi
fi

say "building the Kubernetes control plane, kwok and the registry from source" \
  "(about five minutes on two cores, once)"
made=$(mktemp -d "$cache/.building.XXXXXX")
trap 'rm -rf "$made"' EXIT

# What `go build -v` says is one line per package compiled; anything else is an error to be shown.
tell_progress() {
  awk '/^[A-Za-z0-9._~\/-]+$/ { if (++n % 250 == 0) print "  " n " packages compiled"; fflush(); next }
       { print; fflush() }' >&2
}
kubernetes=$(sed -n 's/^\tk8s.io\/kubernetes \(v[0-9.]*\)$/\1/p' go.mod)
CGO_ENABLED=0 GOFLAGS=-mod=readonly "$GO" build -v -trimpath -buildvcs=false \
  -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$kubernetes" \
  -o "$made/" ./kubernetes ./registry sigs.k8s.io/kwok/cmd/kwok 2>&1 | tell_progress

for program in etcd kube-apiserver kube-controller-manager kube-scheduler kubectl; do
  ln -s kubernetes "$made/$program"
done
chmod 755 "$made"
mv -T "$made" "$target" 2>/dev/null || [ -d "$target" ]
say "built: $target"
echo "$target"
