#!/usr/bin/env bash
# Builds what is released, twice from nothing, and compares byte for byte; dist/release has the second.
#
# Not built twice is what Java learns by running: the ahead-of-time caches of the command line and of
# the image are trained once for the files that they are for. Nor is the one jar that Quarkus generates.
set -euo pipefail
cd "$(dirname "$0")/../.."
say() { printf '==> %s\n' "$*" >&2; }
version=$(sed -n '0,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' pom.xml)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() {
  local out=$1
  mkdir -p "$out"
  ./mvnw -q -Dquick clean package -pl core,crds,operator,cli,e2e
  keep_generated
  cli/dist.sh >/dev/null
  cp dist/plimsoll.tar.gz "$out/plimsoll-cli-$version-linux-$(dpkg --print-architecture).tar.gz"
  cp dist/plimsoll.krew.yaml "$out/"
  e2e/run dev.plimsoll.e2e.packaging.OperatorImage "$work/image" >"$out/image.txt"
  sed -i '1s/ in .*//' "$out/image.txt"
  cli/archive.sh "$out/plimsoll-operator-$version-oci.tar.gz" "$work/image" oci-layout index.json blobs
  e2e/packaging/bill.sh "$work/image" >"$out/plimsoll-operator-$version.cdx.json"
  e2e/run dev.plimsoll.e2e.packaging.ShippedBills "$work/bills" >/dev/null
  mv "$work/bills/plimsoll-cli.cdx.json" "$out/plimsoll-cli-$version.cdx.json"
  e2e/packaging/licences.sh "$out"/*.cdx.json >"$out/licences.md"
  rm -rf "$work/image" "$work/bills"
  cli/archive.sh "$out/plimsoll-crds-$version.tar.gz" config --dereference crd
  make --no-print-directory install-yaml
  cp dist/install.yaml "$out/"
  make --no-print-directory chart
  unpack_chart "$out"
  cp LICENSE "$out/"
  (cd "$out" && sha256sum ./* >SHA256SUMS)
}

# Quarkus numbers and orders what it generates as its threads come to it (quarkus#53025): that one jar is
# taken from the first build, after seeing that no other file of the application differs.
keep_generated() {
  local app=operator/target/quarkus-app first=$work/quarkus-app others
  if [ -d "$first" ]; then
    # grep ends with 1 where no other file differs, as it should be.
    others=$(diff --recursive --brief "$first" "$app" | grep --invert-match 'quarkus/generated-bytecode.jar differ$' || true)
    [ -z "$others" ] || { say "the operator differs between two builds of the same sources: $others"; exit 1; }
    rm -r "$app"
    cp --archive "$first" "$app"
  else
    cp --archive "$app" "$first"
  fi
}

# helm package writes the time into its archive: the chart's files are what counts.
unpack_chart() {
  mkdir -p "$work/chart"
  tar --extract --gzip --directory="$work/chart" --file="$(ls -t dist/plimsoll-*.tgz | head -1)"
  cli/archive.sh "$1/plimsoll-chart-$version.tgz" "$work/chart" plimsoll
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
