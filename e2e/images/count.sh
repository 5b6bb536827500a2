#!/usr/bin/env bash
# Counts what is in the images of a layout, by tar, awk and the lists that dpkg left in the layers; no code of the
# product has a part in it: count.sh LAYOUT [REFERENCE...]     (all references if none is given)
#
# Prints a JSON array with one object per image. All figures are bytes of regular files as the layer's tar has them
# (a hard link adds nothing), but pullSize and compressedBytes, which are those of the compressed layers.
# "bytes" is what the layer holds, "kept" what of that is still seen in the finished image.
#
#   layers[].fromBase   the layer belongs to the longest base/* image of the layout whose diffIDs begin this image
#   layers[].compiler   packages: those that own a compiler, assembler or linker, with all files they own;
#                       tools: the compilers, assemblers and linkers themselves, owned by a package or by none
#   layers[].classes    man, doc, info, locale, headers by path; then toolchain and scm: what is left of the files
#                       of the compiler packages and of version control
set -euo pipefail

(($# >= 1)) || { echo "usage: count.sh LAYOUT [REFERENCE...]" >&2; exit 2; }
layout=$1
shift
[[ -f $layout/index.json ]] || { echo "count.sh: $layout is no OCI layout: it has no index.json" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What a layer lists never changes, so it is kept between runs, by the layer's digest and this script's content.
kept=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/plimsoll}/images/counts/$(sha256sum < "$0" | cut -c1-16)
mkdir -p "$kept"
export work layout kept
ref_name='.annotations["org.opencontainers.image.ref.name"]'

blob() { echo "$layout/blobs/${1/://}"; }

manifest_of() {
  local digest
  digest=$(jq -r --arg ref "$1" ".manifests[] | select($ref_name == \$ref).digest" "$layout/index.json")
  [[ -n $digest ]] || { echo "count.sh: $layout has no image $1" >&2; exit 2; }
  blob "$digest"
}

config_of() { blob "$(jq -r .config.digest "$(manifest_of "$1")")"; }

# One layer's entries as MODE SIZE PATH, and its packages' files as PACKAGE PATH, tab-separated.
list_layer() {
  local digest=$1 lists=$work/$1
  [[ ! -f $kept/$digest.entries ]] || return 0
  mkdir "$lists"
  gzip -dc "$layout/blobs/sha256/$digest" |
    tee >(tar -xf - -C "$lists" --wildcards --no-anchored 'var/lib/dpkg/info/*.list' 2> /dev/null || cat > /dev/null
          : > "$lists/done") |
    tar -tvf - --full-time --numeric-owner --quoting-style=literal |
    awk -v OFS='\t' '{
      mode = $1; size = $3
      match($0, /^[^ ]+ +[^ ]+ +[^ ]+ [^ ]+ [^ ]+ (\.?\/)?/); path = substr($0, RLENGTH + 1)
      if (mode ~ /^l/) sub(/ -> .*/, "", path)
      if (mode ~ /^h/) sub(/ link to .*/, "", path)
      sub(/\/$/, "", path)
      print mode, size, path
    }' > "$lists.entries"
  until [[ -e $lists/done ]]; do sleep 0.02; done
  find "$lists" -name '*.list' -exec awk -v OFS='\t' '
    FNR == 1 { package = FILENAME; sub(/.*\//, "", package); sub(/(:[a-z0-9]+)?\.list$/, "", package) }
    { print package, substr($0, 2) }' {} + > "$lists.owners"
  mv "$lists.owners" "$lists.entries" "$kept/"
}
export -f list_layer

# Prints for each layer of an image: index, kind, name, files, bytes, kept (tab-separated).
# Takes the number of layers, then for each, lowest first: layer=I kind=owners FILE kind=entries FILE.
measure() {
  local layers=$1
  shift
  awk -v layers="$layers" -F'\t' -v OFS='\t' '
    # On Debian 12 /bin, /sbin and /lib* are links into /usr, but packages list some files under the old names.
    function merged(path) { return path ~ /^(bin|sbin|lib|lib32|lib64|libx32)\// ? "usr/" path : path }
    function is_tool(mode, path) {
      if (substr(mode, 4, 1) != "x" || substr(mode, 1, 1) != "-") return 0
      if (path ~ /\/(cc1|cc1plus|cc1obj|cc1objplus|cc1gm2|collect2|lto1|f951|d21|go1|gnat1|rust1)$/)
        return path ~ /\/(lib|libexec)\/gcc/
      if (path ~ /\/pkg\/tool\/[^\/]+\/(compile|link|asm)$/) return 1
      return path ~ /(^|\/)bin\/([a-z0-9_]+-linux-[a-z0-9]+-)?(gcc|g\+\+|cpp|gfortran|as|ld|ld\.bfd|ld\.gold|ld\.lld|rustc|javac)(-[0-9.]+)?$/
    }
    function class_of(path) {
      if (path !~ /^usr\//) return ""
      if (path ~ /^usr\/(local\/)?share\/man\//) return "man"
      if (path ~ /^usr\/(local\/)?share\/(doc|doc-base)\//) return "doc"
      if (path ~ /^usr\/(local\/)?share\/info\//) return "info"
      if (path ~ /^usr\/(local\/)?share\/(locale|i18n)\//) return "locale"
      if (path ~ /^usr\/(local\/)?include\//) return "headers"
      if (path ~ /^usr\/(local\/)?lib\/gcc\/[^\/]+\/[^\/]+\/include/) return "headers"
      return ""
    }
    function whiteout(path) { return index(path, ".wh.") && path ~ /(^|\/)\.wh\.[^\/]*$/ }
    function is_scm(package) { return package ~ /^(git|git-man|mercurial|mercurial-common|subversion|libsvn1|bzr|cvs)$/ }
    # Whether a layer above the given one hides a path: removed it, put another entry there, or did so to a folder
    # that it lies in. What is found for a folder is remembered: its files ask again.
    function hidden(layer, path) {
      return path in removed || path in replaced || hidden_within(layer, path)
    }
    function hidden_within(layer, path,   at, folder, key) {
      if (!(at = match(path, /\/[^\/]*$/))) return "" in opaque
      folder = substr(path, 1, at - 1); key = layer SUBSEP folder
      if (!(key in found)) found[key] = folder in opaque || hidden(layer, folder)
      return found[key]
    }
    function add(layer, kind, name, size, kept) {
      bytes[layer, kind, name] += size; left[layer, kind, name] += kept ? size : 0; files[layer, kind, name]++
    }
    # The lists of a layer come before its entries, lower layers before higher ones: owner is what that layer knows.
    kind == "owners" { owner[merged($2)] = $1; next }
    {
      n = ++entries[layer]; p = merged($3)
      mode[layer, n] = $1; size[layer, n] = $2; path[layer, n] = p
      if ($1 ~ /^-/ && p in owner) package[layer, n] = owner[p]
      if (is_tool($1, p)) { tool[layer, n] = 1; if (p in owner) compiler[owner[p]] = 1 }
    }
    END {
      for (l = layers - 1; l >= 0; l--) {
        for (n = 1; n <= entries[l]; n++) {
          p = path[l, n]; m = mode[l, n]
          if (substr(m, 1, 1) != "-" || whiteout(p)) continue
          kept = !hidden(l, p); by = (l, n) in package ? package[l, n] : ""
          add(l, "total", "files", size[l, n], kept)
          if (by in compiler) add(l, "package", by, size[l, n], kept)
          if ((l, n) in tool) add(l, "tool", p (by == "" ? "" : "|" by), size[l, n], kept)
          class = class_of(p)
          if (class == "" && by in compiler) class = "toolchain"
          if (class == "" && (is_scm(by) || p ~ /\/dist-packages\/(mercurial|hgext|hgext3rd|hgdemandimport)\//)) class = "scm"
          if (class != "") add(l, "class", class, size[l, n], kept)
        }
        for (n = 1; n <= entries[l]; n++) {
          p = path[l, n]
          if (!whiteout(p)) { if (substr(mode[l, n], 1, 1) != "d") replaced[p] = 1 }
          else if (sub(/\/?\.wh\.\.wh\.\.opq$/, "", p)) opaque[p] = 1
          else { at = match(p, /\.wh\.[^\/]*$/); removed[substr(p, 1, at - 1) substr(p, at + 4)] = 1 }
        }
      }
      for (key in bytes) {
        split(key, part, SUBSEP)
        printf "%d\t%s\t%s\t%d\t%.0f\t%.0f\n", part[1], part[2], part[3], files[key], bytes[key], left[key]
      }
    }' "$@"
}

# The diffIDs of the layout's bases, as {reference: [diffID...]}.
base_chains() {
  local base
  for base in $(jq -r ".manifests[] | $ref_name | select(startswith(\"base/\"))" "$layout/index.json"); do
    jq -c --arg base "$base" '{($base): .rootfs.diff_ids}' "$(config_of "$base")"
  done | jq -sc add
}

count_image() {
  local ref=$1 digest digests files=() layer=0 measured
  digests=$(jq -r '.layers[].digest' "$(manifest_of "$ref")" | sed 's/.*://')
  for digest in $digests; do
    files+=("layer=$layer" kind=owners "$kept/$digest.owners" kind=entries "$kept/$digest.entries")
    layer=$((layer + 1))
  done
  # Images of the same layers are measured once.
  measured=$kept/$(sha256sum <<< "$digests" | cut -d' ' -f1).measured
  if [[ ! -f $measured ]]; then
    measure "$layer" "${files[@]}" | sort -t$'\t' -k1,1n -k2,3 > "$work/measured"
    mv "$work/measured" "$measured"
  fi
  jq -n --arg ref "$ref" --argjson bases "$bases" --rawfile measured "$measured" \
    --slurpfile manifests "$(manifest_of "$ref")" --slurpfile configs "$(config_of "$ref")" '
    $manifests[0] as $manifest | $configs[0] as $config
    | ($measured | split("\n") | map(select(. != "") | split("\t")
        | {layer: (.[0] | tonumber), kind: .[1], name: .[2], files: (.[3] | tonumber),
           bytes: (.[4] | tonumber), kept: (.[5] | tonumber)})) as $rows
    | $config.rootfs.diff_ids as $own
    | ([$bases | to_entries[] | select(.key != $ref) | .value | select($own[:length] == . and length < ($own | length)) | length] | max // 0) as $base
    | [$config.history[]? | select(.empty_layer | not) | .created_by] as $instructions
    | def sum: {files: (map(.files) | add // 0), bytes: (map(.bytes) | add // 0), kept: (map(.kept) | add // 0)};
    {
      image: $ref,
      pullSize: ([$manifest.layers[].size] | add),
      user: ($config.config.User // ""),
      baseLayers: $base,
      layers: [$manifest.layers | to_entries[] | .key as $i | [$rows[] | select(.layer == $i)] as $own | {
        index: $i, digest: .value.digest, diffId: $config.rootfs.diff_ids[$i], compressedBytes: .value.size,
        fromBase: ($i < $base),
        instruction: (if ($instructions | length) == ($manifest.layers | length) then $instructions[$i] else null end),
        files: ([$own[] | select(.kind == "total")] | sum),
        compiler: {
          packages: ([$own[] | select(.kind == "package") | {key: .name, value: {files, bytes, kept}}] | from_entries),
          packageBytes: ([$own[] | select(.kind == "package")] | sum),
          tools: [$own[] | select(.kind == "tool") | (.name | split("|")) as $name
            | {path: $name[0], package: $name[1], bytes, kept}],
          toolBytes: ([$own[] | select(.kind == "tool")] | sum)
        },
        classes: ([$own[] | select(.kind == "class") | {key: .name, value: {files, bytes, kept}}] | from_entries)
      }]
    }'
}

(($#)) || mapfile -t all < <(jq -r ".manifests[] | $ref_name" "$layout/index.json")
(($#)) || set -- "${all[@]}"
for ref in "$@"; do jq -r '.layers[].digest' "$(manifest_of "$ref")"; done | sort -u | sed 's/.*://' |
  xargs -P "$(nproc)" -I{} bash -euo pipefail -c 'list_layer {}'
bases=$(base_chains)
for ref in "$@"; do count_image "$ref"; done | jq -s .
