#!/usr/bin/env bash
# Builds what is released, twice from nothing, and compares byte for byte; dist/release has the second.
#
# Left out of the comparison is what Java learns by running: the ahead-of-time cache of the command
# line is not in its archive, and that of the image is trained once for the jars that it is for. If
# the second build's jars differ, it is trained anew, and the image's digest says so.
set -euo pipefail
cd "$(dirname "$0")/../.."
say() { printf '==> %s\n' "$*" >&2; }
version=$(sed -n '0,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' pom.xml)
stamp=$(sed -n 's/.*<project.build.outputTimestamp>\(.*\)<.*/\1/p' pom.xml)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# An archive that is the same whenever and by whomever it is made: archive FILE FOLDER NAME...
archive() {
  local file=$1 folder=$2
  shift 2
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="$stamp" --format=ustar \
    --mode='u=rwX,go=rX' --directory="$folder" "$@" | gzip -n9 >"$file"
}

build() {
  local out=$1
  mkdir -p "$out"
  ./mvnw -q -Dquick clean package -pl core,crds,operator,cli,e2e
  cli/dist.sh >/dev/null
  archive "$out/plimsoll-cli-$version-linux-$(dpkg --print-architecture).tar.gz" dist \
    --exclude=plimsoll/lib/plimsoll.aot plimsoll
  e2e/run dev.plimsoll.e2e.packaging.OperatorImage "$work/image" >"$out/image.txt"
  sed -i '1s/ in .*//' "$out/image.txt"
  archive "$out/plimsoll-operator-$version-oci.tar.gz" "$work/image" oci-layout index.json blobs
  e2e/packaging/bill.sh "$work/image" >"$out/plimsoll-operator-$version.cdx.json"
  e2e/packaging/licences.sh "$out/plimsoll-operator-$version.cdx.json" >"$out/licences.md"
  rm -rf "$work/image"
  archive "$out/plimsoll-crds-$version.tar.gz" config crd
  if [ -x config/install-yaml.sh ]; then
    make --no-print-directory install-yaml && cp dist/install.yaml "$out/"
  fi
  if [ -d helm/plimsoll ]; then
    make --no-print-directory chart && unpack_chart "$out"
  fi
  cp LICENSE "$out/"
  (cd "$out" && sha256sum ./* >SHA256SUMS)
}

# helm package writes the time into its archive: the chart's files are what counts.
unpack_chart() {
  mkdir -p "$work/chart"
  tar --extract --gzip --directory="$work/chart" --file="$(ls -t dist/plimsoll-*.tgz | head -1)"
  archive "$1/plimsoll-chart-$version.tgz" "$work/chart" plimsoll
  rm -rf "$work/chart"
}

say "first build"
build "$work/first"
say "second build"
build "$work/second"
if ! diff "$work/first/SHA256SUMS" "$work/second/SHA256SUMS" >&2; then
  say "these files differ between two builds of the same sources: nothing is released"
  exit 1
fi
rm -rf dist/release && mkdir -p dist && cp -R "$work/second" dist/release
say "dist/release, the same in both builds:"
cat dist/release/SHA256SUMS
