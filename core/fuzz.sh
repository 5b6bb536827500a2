#!/usr/bin/env bash
# Fuzzes what parses images, guided by coverage (Jazzer): one target after another, or one.
#   core/fuzz.sh [SECONDS for each target] [TARGET ...]
# Corpora grow in ${PLIMSOLL_CACHE:-~/.cache/plimsoll}/fuzz. What breaks a parser is left there as
# TARGET/crash-*; put it under core/src/test/resources/dev/plimsoll/fuzz/TARGET with a name that
# says what it is, and the short run in `make test` reads it from then on.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-120}
shift || true # there may be no argument
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(reference manifest config layer gzip dpkg dpkg_diversions apk \
  rpm_sqlite rpm_ndb rpm_berkeley)
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/fuzz
java=${JAVA_HOME:?set JAVA_HOME to a JDK 25, as make does}/bin/java
mkdir -p "$cache"
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT

echo "==> compiling"
./mvnw -q -Dquick -Pfuzz -pl core test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$classpath"
found=0
cd core # the seeds that are kept lie in the tree
for target in "${targets[@]}"; do
  home=$cache/$target
  mkdir -p "$home/corpus" "$home/seeds"
  echo "==> $target, $seconds s"
  log=$home/last.log
  if ! "$java" -Xmx1g --enable-native-access=ALL-UNNAMED -XX:+EnableDynamicAgentLoading \
    --sun-misc-unsafe-memory-access=allow \
    -cp "target/test-classes:target/classes:$(cat "$classpath")" \
    com.code_intelligence.jazzer.Jazzer --target_class=dev.plimsoll.fuzz.JazzerTarget \
    --instrumentation_includes='dev.plimsoll.**:com.fasterxml.jackson.core.**' --custom_hook_includes='dev.plimsoll.**' \
    --target_args="$target $home/seeds" --reproducer_path="$home" \
    "$home/corpus" "$home/seeds" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 \
    -max_len=131072 -artifact_prefix="$home/" >"$log" 2>&1; then
    found=1
    grep -E '^== Java Exception|^Caused by|Exception:|artifact_prefix|ERROR' "$log" | head -8
    echo "$target: a fault was found; the whole of it is in $log"
  fi
  grep -E 'DONE|^#[0-9]+' "$log" | tail -1
done
exit $found
