#!/bin/bash
# How long the packed command line takes: its start, a scan of an image that was read before, and a
# whole scan in a fresh process beside dive and syft where `make bench-scan` has built them.
# Writes the table between the markers of docs/cli.md where it is called with --write.
# Needs dist/plimsoll (make cli) and the images (make images).
set -euo pipefail
cd "$(dirname "$0")/.."
plimsoll=$PWD/dist/plimsoll/bin/plimsoll
rounds=${ROUNDS:-20}
image=${IMAGE:-apps/000:before}
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}
[ -x "$plimsoll" ] || { echo "dist/plimsoll is not there: run make cli" >&2; exit 1; }
layout=$(e2e/images/build.sh | tail -n 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Facts of earlier runs elsewhere must not help, nor those of this one others.
export PLIMSOLL_CACHE=$work/cache

# The wall times of a command in milliseconds, sorted: the least and the median.
times() {
  local count=$1 begun i
  shift
  for ((i = 0; i < count; i++)); do
    begun=$(date +%s%N)
    "$@" > /dev/null 2>&1 || true # only the time counts: 1 and 2 are verdicts
    echo $((($(date +%s%N) - begun) / 1000000))
  done | sort -n | awk '{ t[NR] = $1 } END { printf "%d | %d", t[1], t[int((NR + 1) / 2)] }'
}

row() { echo "| $1 | $(times "${@:2}") |"; }

table() {
  echo "| what | least, ms | median, ms |"
  echo "| --- | ---: | ---: |"
  row '`plimsoll --version`' "$rounds" "$plimsoll" --version
  row "\`plimsoll scan oci:…:$image\`, read before" "$rounds" "$plimsoll" scan "oci:$layout:$image"
  row "the same, \`-o json\`" "$rounds" "$plimsoll" scan "oci:$layout:$image" -o json
  row "the same, \`-o html\`" "$rounds" "$plimsoll" scan "oci:$layout:$image" -o html
  row "the same, never read (\`--no-cache\`)" 3 "$plimsoll" scan "oci:$layout:$image" --no-cache
  peers
}

# The same image from one archive, its layers compressed as in a registry: dive reads nothing else.
peers() {
  local archive dive=$cache/bench-scan/tools/dive syft=$cache/bench-scan/tools/syft
  archive=$(find "$cache/bench-scan" -maxdepth 2 -path '*-archive/*' -name '*.tar' 2> /dev/null | head -n 1)
  if [ -z "$archive" ]; then
    echo "dive and syft are left out: make bench-scan builds them and the archive they read" >&2
    return
  fi
  row '`plimsoll scan docker-archive:…`, never read' 3 "$plimsoll" scan "docker-archive:$archive" --no-cache
  if [ -x "$dive" ]; then row 'dive, the same archive' 3 env CI=true "$dive" --source docker-archive "$archive"; fi
  if [ -x "$syft" ]; then row 'syft, the same archive' 3 "$syft" -q "docker-archive:$archive" -o json; fi
}

# Once before, so that the facts are there.
"$plimsoll" scan "oci:$layout:$image" > /dev/null 2>&1 || true
table | tee "$work/table"
if [ "${1:-}" = --write ]; then
  awk -v table="$work/table" '
    /<!-- bench -->/ { print; while ((getline line < table) > 0) print line; skip = 1; next }
    /<!-- end of bench -->/ { skip = 0 }
    !skip' docs/cli.md > "$work/cli.md"
  cat "$work/cli.md" > docs/cli.md
fi
