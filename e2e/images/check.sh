#!/usr/bin/env bash
# Holds each expected.yaml against the independent count of the image it lies beside: check.sh LAYOUT
# Says what differs and ends with 1 if anything does. Nothing of the product has a part in it: what this proves is
# that the images are what the tests take them for, also after Debian has changed.
set -euo pipefail

(($# == 1)) || { echo "usage: check.sh LAYOUT" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
layout=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# An expected.yaml as JSON: mappings by two spaces of indentation, plain values, comments on lines of their own.
expectation() {
  awk '
    /^ *(#|$)/ { next }
    {
      depth = (match($0, /[^ ]/) - 1) / 2; at = index($0, ":")
      if (!at) next # the rest of a list, which is no concern of the count
      key[depth] = substr($0, depth * 2 + 1, at - depth * 2 - 1); value = substr($0, at + 2)
      path = ""
      for (i = 0; i <= depth; i++) path = path (i ? "\t" : "") key[i]
      if (value != "") print path "\t" value
    }' "$1" |
    jq -Rn '[inputs / "\t"] | reduce .[] as $line ({}; setpath($line[:-1]; $line[-1]
      | if . == "true" then true elif . == "false" then false else . end))'
}

# What differs between an expectation and a count, one sentence a line.
read -r -d '' compare <<'JQ' || true
def mebibytes: rtrimstr("Mi") | tonumber * 1048576;
def say($what; $expected; $found): if $expected == $found then empty
  else "\($what): expected \($expected | tojson), found \($found | tojson)" end;
def squeezed: gsub("\\s+"; " ");
($counts[0] | map({key: .image, value: .}) | from_entries) as $images
| $expected as $e | $images[$e.image] as $i
| ($e.rules | if . then . else error("no rules") end) as $rules
| [$i.layers[] | select(.compiler.toolBytes.kept > 0) | {key: "\(.index)", value: {
    from: (if .fromBase then "base" else "own" end),
    packages: (.compiler.packages | keys | join(" ") | if . == "" then "none" else . end)}}] as $found
| [$i.layers[] | select(.fromBase) | .classes[].bytes] | add // 0
| . as $bulk
| say("user"; $e.user; $i.user | if . == "" then "root" else . end),
  say("layers of the base"; if $e.base == "none" then 0 else $images[$e.base].layers | length end; $i.baseLayers),
  say("pull-size fires (\($i.pullSize) bytes)"; $rules["pull-size"].fires; $i.pullSize > ($rules["pull-size"].limit | mebibytes)),
  say("root-user fires"; $rules["root-user"].fires; $i.user | test("^(|root|0)(:.*)?$")),
  say("non-slim-base fires (\($bulk) bytes)"; $rules["non-slim-base"].fires; $bulk >= ($rules["non-slim-base"].atLeast | mebibytes)),
  say("compiler fires"; $rules.compiler.fires; $found != []),
  say("layers with a compiler"; $rules.compiler.layers // {} | map_values(del(.instruction)); $found | from_entries),
  (select($e.history != false) | $rules.compiler.layers // {} | to_entries[] | .value.instruction as $text
    | ($i.layers[.key | tonumber].instruction // "") | squeezed
    | select(contains($text) | not) | "instruction: expected \($text | tojson) in \(tojson)")
JQ

# What the rules of an image's own layers find by `where` and must not find by `silent`, against evidence.awk:
# compare_evidence EXPECTED-FILE IMAGE
told=" $(grep -oE '(tell|weigh)\("[a-z-]+"\)' "$here/evidence.awk" | sed 's/.*("//; s/")//' | sort -u | tr '\n' ' ')"
compare_evidence() {
  local file=$1 image=$2 digest flat rule layers expected found
  local arguments=()
  while IFS=$'\t' read -r index digest; do
    arguments+=("layer=$index" "$listed/${digest#*:}.entries")
  done < <(jq -r --arg image "$image" '.[] | select(.image == $image).layers[] | select(.fromBase | not)
    | [.index, .digest] | @tsv' "$work/counts.json")
  ((${#arguments[@]})) || return 0
  awk -f "$here/evidence.awk" "${arguments[@]}" | sort -t$'\t' -k1,1 -k2,2n > "$work/evidence"
  flat=$(grep -v '^ *#' "$file" | tr -s '\n ' ' ')
  base=$(jq -r --arg image "$image" '.[] | select(.image == $image).baseLayers' "$work/counts.json")
  while IFS=: read -r rule layers; do
    [[ $told == *" $rule "* ]] || continue
    expected=$(tr ' ' '\n' <<< "$layers" | awk -v base="$base" '$1 != "" && $1 >= base' | paste -sd' ')
    found=$(awk -F'\t' -v rule="$rule" '$1 == rule { print $2 }' "$work/evidence" | paste -sd' ')
    [[ $expected == "$found" ]] || echo "$image: where $rule: expected layers '$expected', the files are in '$found'"
  done < <(grep -oE ' where: \{[^}]*\}' <<< "$flat" | grep -oE '[a-z-]+: \[[0-9, ]+\]' | tr -d '[],' | sed 's/: /:/')
  for rule in $(grep -oE ' silent: \[[^]]*\]' <<< "$flat" | sed 's/^ silent: //' | tr -d '[],'); do
    found=$(awk -F'\t' -v rule="$rule" '$1 == rule { print $2 }' "$work/evidence" | paste -sd' ')
    [[ -z $found ]] || echo "$image: silent $rule: its files are in layers $found"
  done
}

"$here/count.sh" "$layout" > "$work/counts.json"
# Where count.sh keeps its lists of layers.
listed=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/plimsoll}/images/counts/$(sha256sum < "$here/count.sh" | cut -c1-16)
failed=0 checked=0
while IFS= read -r -d '' file; do
  expected=$(expectation "$file")
  like=$(jq -r '.like // empty' <<< "$expected")
  [[ -z $like ]] || expected=$(jq -s '.[1] + .[0]' <(echo "$expected") \
    <(expectation "$here/${like%:*}/${like##*:}/expected.yaml"))
  image=$(jq -r .image <<< "$expected") folder=$(dirname "${file#"$here/"}")
  if [[ $image != "${folder%/*}:${folder##*/}" ]]; then
    echo "$folder/expected.yaml is about $image, which lies elsewhere"; failed=1; continue
  fi
  jq -e --arg image "$image" 'any(.image == $image)' "$work/counts.json" > /dev/null || continue
  differences=$(jq -rn --argjson expected "$expected" --slurpfile counts "$work/counts.json" "$compare")
  checked=$((checked + 1))
  [[ -z $differences ]] || { sed "s|^|$image: |" <<< "$differences"; failed=1; }
  differences=$(compare_evidence "$file" "$image")
  [[ -z $differences ]] || { echo "$differences"; failed=1; }
done < <(find "$here" -name expected.yaml -print0 | sort -z)

# Every image that can be deployed says what is expected of it.
while IFS= read -r image; do
  [[ $image == base/* || -f $here/${image%:*}/${image##*:}/expected.yaml ]] || { echo "$image has no expected.yaml"; failed=1; }
done < <(jq -r '.[].image' "$work/counts.json")

# What manifests say about their base is true in this layout.
while IFS=$'\t' read -r image digest; do
  jq -r --arg image "$image" '.annotations | [$image, ."org.opencontainers.image.base.name", ."org.opencontainers.image.base.digest"]
    | select((.[1] // "") != "") | @tsv' "$layout/blobs/${digest/://}"
done < <(jq -r '.manifests[] | [.annotations["org.opencontainers.image.ref.name"], .digest] | @tsv' "$layout/index.json") |
  while IFS=$'\t' read -r image base digest; do
    jq -e --arg ref "${base#*/}" --arg digest "$digest" '
      any(.manifests[]; .annotations["org.opencontainers.image.ref.name"] == $ref and .digest == $digest)' \
      "$layout/index.json" > /dev/null || { echo "$image: its base $base is not $digest here"; exit 1; }
  done || failed=1

# The pairs of the prediction are those that were written down before there was a predictor.
while read -r _ image sum; do
  [[ $(sha256sum < "$here/${image%:*}/${image##*:}/Dockerfile") == "$sum  -" ]] ||
    { echo "pairs.yaml: the Dockerfile of $image is not the one written down"; failed=1; }
done < <(awk '$1 == "-" { $1 = ""; $0 = $0 } { value[$1] = $2 }
  $1 == "afterSha256:" { print "before", value["before:"], value["beforeSha256:"]; print "after", value["after:"], $2 }' \
  "$here/pairs.yaml")

echo "check.sh: $checked images checked" >&2
exit "$failed"
