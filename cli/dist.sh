#!/bin/bash
# Puts the command line into dist/plimsoll: a trimmed Java runtime, the jars, a launcher, shell
# completion, and an ahead-of-time cache that makes it start fast. Needs JAVA_HOME (a JDK 25) and
# what `mvnw package -pl cli -am` wrote.
set -euo pipefail
cd "$(dirname "$0")/.."
java_home=${JAVA_HOME:?set JAVA_HOME to a JDK 25, or use make cli}
target=dist/plimsoll
# java.xml writes JUnit reports, jdk.unsupported is what Caffeine counts memory with.
modules=java.base,java.net.http,java.xml,jdk.unsupported

jar=$(find cli/target -maxdepth 1 -name 'plimsoll-cli-*.jar' ! -name '*-tests.jar')
[ -n "$jar" ] || { echo "cli/target has no jar: run make cli" >&2; exit 1; }

rm -rf "$target.new" && mkdir -p "$target.new/bin"
"$java_home/bin/jlink" --add-modules "$modules" --output "$target.new/runtime" \
  --strip-java-debug-attributes --no-header-files --no-man-pages
cp -R cli/target/lib "$target.new/lib"
cp "$jar" "$target.new/lib/plimsoll.jar"
"$java_home/bin/java" -cp cli/target/test-classes dev.plimsoll.cli.NewerClasses "$target.new"/lib/picocli-*.jar
cp cli/launcher/java.options "$target.new/lib/"
cp cli/launcher/plimsoll "$target.new/bin/plimsoll"
chmod 755 "$target.new/bin/plimsoll"
ln -s plimsoll "$target.new/bin/kubectl-plimsoll"
cp LICENSE "$target.new/"
rm -rf "$target" && mv "$target.new" "$target"

# A cache fits the files that it was trained on with their times, so these are the times in the archive.
find "$target" -exec touch --no-dereference --date="$(cli/stamp.sh)" {} +

# The cache learns from a run of every command against a registry of its own, another process, and
# against a layout beside it: both ways to read an image.
work=$(mktemp -d)
coproc SHOP { exec "$java_home/bin/java" -cp "cli/target/test-classes:core/target/test-classes:$target/lib/plimsoll.jar" \
  dev.plimsoll.cli.ShopProcess "$work"; }
shop=$SHOP_PID
# It may have ended by itself.
trap 'kill "$shop" 2>/dev/null || true; rm -rf "$work"' EXIT
lines=()
while read -r line <&"${SHOP[0]}" && [ -n "$line" ]; do lines+=("$line"); done
[ ${#lines[@]} -gt 1 ] || { echo "the images to learn from could not be served" >&2; exit 1; }

# Two trainings never end in the same bytes: the cache is kept by the files that it is for.
trained=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/trained/cli
key=$(cd "$target" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
if [ ! -s "$trained/$key.aot" ]; then
  mkdir -p "$trained"
  # Images are read anew, and then from what was kept of them. A run that failed leaves a cache all the
  # same, of what came before; grep ends with 1 where it left out every line.
  PLIMSOLL_CACHE="$work/cache" "$target/runtime/bin/java" "@$target/lib/java.options" -XX:AOTCacheOutput="$work/plimsoll.aot" \
    -cp "$target/lib/plimsoll.jar" dev.plimsoll.cli.Training "${lines[@]}" 2>&1 \
    | { grep -v -e '^Temporary AOT' -e '^Launching child' -e '^Picked up' -e '^Reading AOT' \
      -e '^AOTCache creation' -e '^Removed temporary' || true; } \
    || { echo "the ahead-of-time cache could not be trained: see above" >&2; exit 1; }
  [ -s "$work/plimsoll.aot" ] || { echo "no ahead-of-time cache was made: see above" >&2; exit 1; }
  cp "$work/plimsoll.aot" "$trained/$key.$$" && mv "$trained/$key.$$" "$trained/$key.aot"
  # What is of no use to the newest builds goes.
  find "$trained" -name '*.aot' -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d' ' -f2- | xargs -r rm -f
fi
cp "$trained/$key.aot" "$target/lib/plimsoll.aot"

# A cache that does not fit its runtime would be passed over in silence: here it may not be.
"$target/runtime/bin/java" "@$target/lib/java.options" -XX:AOTMode=on \
  -XX:AOTCache="$target/lib/plimsoll.aot" -cp "$target/lib/plimsoll.jar" \
  dev.plimsoll.cli.Plimsoll --version >/dev/null \
  || { echo "the ahead-of-time cache is not used by its own runtime" >&2; exit 1; }

mkdir -p "$target/completion"
"$target/bin/plimsoll" completion bash > "$target/completion/plimsoll.bash"
"$target/bin/plimsoll" completion zsh > "$target/completion/_plimsoll"

# One file to carry away: it runs where it is unpacked.
cli/archive.sh dist/plimsoll.tar.gz.new dist plimsoll
mv dist/plimsoll.tar.gz.new dist/plimsoll.tar.gz
(cd dist && sha256sum plimsoll.tar.gz > plimsoll.tar.gz.sha256)
case $(uname -m) in x86_64) arch=amd64 ;; aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
version=${jar##*/plimsoll-cli-}
sed -e "s|@SHA256@|$(cut -d' ' -f1 dist/plimsoll.tar.gz.sha256)|; s|@RELEASES@|${RELEASES:-https://plimsoll.dev/releases}|" \
  -e "s|@VERSION@|${version%.jar}|g; s|@ARCH@|$arch|g" cli/krew/plimsoll.yaml > dist/plimsoll.krew.yaml

# The best of five, in milliseconds.
best() {
  local least=999999 begun took i
  for i in 1 2 3 4 5; do
    begun=$(date +%s%N)
    "$@" >/dev/null 2>&1 || true # only the time counts: 1 and 2 are verdicts
    took=$((($(date +%s%N) - begun) / 1000000))
    [ "$took" -lt "$least" ] && least=$took
  done
  echo "$least"
}
echo "dist/plimsoll.tar.gz: $(du -sh dist/plimsoll.tar.gz | cut -f1)"
echo "$target/bin/plimsoll: $(du -sh "$target" | cut -f1) in all, runtime" \
  "$(du -sh "$target/runtime" | cut -f1), cache $(du -sh "$target/lib/plimsoll.aot" | cut -f1)"
echo "start-up: --version $(best "$target/bin/plimsoll" --version) ms, scan at depth config" \
  "$(best "$target/bin/plimsoll" scan "${lines[1]}" --depth config) ms (best of five)"
