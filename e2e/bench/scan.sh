#!/usr/bin/env bash
# What scanning costs: builds what is compared and measures it; arguments go to the program.
# Needs the packaged end-to-end classes and the images (make bench-scan builds both).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
e2e=$(dirname "$here")
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/bench-scan
: "${JAVA_HOME:?set JAVA_HOME to a JDK 25}"
say() { echo "bench-scan: $*" >&2; }

# Installs Debian packages that make the comparison complete; without them it goes on.
packages() {
  local missing=()
  command -v gcc > /dev/null || missing+=(gcc libc6-dev)
  [[ -e /usr/include/zlib.h ]] || missing+=(zlib1g-dev)
  command -v igzip > /dev/null || missing+=(isal)
  command -v zstd > /dev/null || missing+=(zstd)
  [[ $(/sbin/ldconfig -p) == *libisal.so.2* ]] || missing+=(libisal2)
  ((${#missing[@]})) || return 0
  if [[ $(id -u) == 0 ]] && command -v apt-get > /dev/null; then
    say "installing ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
      > /dev/null 2>&1 || say "could not install ${missing[*]}; what needs them is left out"
  else
    say "not installed: ${missing[*]}; what needs them is left out"
  fi
}

# Inflate by zlib in C, where it can be compiled.
zlib_program() {
  local made
  command -v gcc > /dev/null && [[ -e /usr/include/zlib.h ]] || return 0
  made=$cache/inflate-$(sha256sum < "$here/zlib/inflate.c" | cut -c1-16)
  if [[ ! -e $made ]]; then
    gcc -O2 -o "$made.$$" "$here/zlib/inflate.c" -lz && mv "$made.$$" "$made"
  fi
  echo "$made"
}

# Other tools, as Go modules at fixed versions; PEERS=no leaves them out. Takes minutes, once.
peers() {
  local go=${GO:-go} tool
  [[ ${PEERS:-yes} == yes ]] || { say "dive and syft are left out, as PEERS=${PEERS} asks"; return 0; }
  command -v "$go" > /dev/null || go=/usr/local/go/bin/go
  command -v "$go" > /dev/null || { say "Go is missing: dive and syft are left out"; return 0; }
  for tool in github.com/anchore/syft/cmd/syft@v1.52.0 github.com/wagoodman/dive@v0.13.1; do
    local name=${tool%@*}
    name=${name##*/}
    [[ ! -e $cache/tools/$name ]] || continue
    say "building $name (once)"
    local made
    made=$(mktemp -d "$cache/.building.XXXXXX")
    if GOBIN=$made CGO_ENABLED=0 GOFLAGS=-mod=mod "$go" install "$tool" > "$cache/$name.log" 2>&1; then
      mkdir -p "$cache/tools" && mv "$made/$name" "$cache/tools/$name"
    else
      say "$name could not be built and is left out: $(tail -n 1 "$cache/$name.log")"
    fi
    rm -rf "$made"
  done
}

mkdir -p "$cache"
packages
peers
zlib=$(zlib_program)
programs=$("$e2e/go-programs.sh" "$here" ./allow-all ./load ./scan)
layout=$("$e2e/images/build.sh" | tail -n 1)
exec "$programs/scan" -layout="$layout" -work="$cache" -zlib="$zlib" -tools="$cache/tools" \
  -java="$JAVA_HOME/bin/java -Xmx128m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -cp $(echo "$e2e"/target/plimsoll-e2e-*.jar):$e2e/target/libs/* dev.plimsoll.e2e.bench.ScanOnce" \
  "$@"
