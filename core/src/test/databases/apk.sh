#!/usr/bin/env bash
# Writes Alpine package databases with apk itself, and beside each what apk lists in it. Usage: apk.sh DIRECTORY
# Needs git (or APK_TOOLS, a directory with the sources of apk-tools 3), meson, ninja, gcc, libssl-dev, libzstd-dev,
# zlib1g-dev and python3.
set -euo pipefail
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "${APK_TOOLS:-}" ]; then
  cp -r "$APK_TOOLS" "$work/source"
else
  git clone -q --depth 1 --branch v3.0.6 https://gitlab.alpinelinux.org/alpine/apk-tools.git "$work/source"
fi
rm -rf "$work/source/build"
(
  cd "$work/source"
  meson setup build -Dlua=disabled -Dpython=disabled -Ddocs=disabled -Dhelp=disabled
  ninja -C build src/apk
) >"$work/build.log" 2>&1 || {
  tail -20 "$work/build.log" >&2
  exit 1
}
apk=$work/source/build/src/apk

package() { # package NAME VERSION [FIELD:VALUE ...]: with the files in $work/files, if any
  local args=(--info "name:$1" --info "version:$2" --output "$work/$1-$2.apk")
  for field in "${@:3}"; do args+=(--info "$field"); done
  [ -d "$work/files" ] && args+=(--files "$work/files")
  "$apk" mkpkg "${args[@]}"
  rm -rf "$work/files"
}

add() {
  "$apk" add --root "$work/root" --allow-untrusted --no-network --no-scripts --arch x86_64 --quiet "$@"
}

list() { # list NAME
  "$apk" query --root "$work/root" --installed --format json '*' \
    --fields name,version,arch,origin,installed-size,depends,provides,contents >"$work/list.json"
  python3 - "$work/list.json" "$out/$1" <<'PYTHON'
import json, re, sys
found = json.load(open(sys.argv[1]))
bare = lambda words: ",".join(re.split("[<>=~@]", word)[0] for word in words if word[0] != "!")
with open(sys.argv[2] + ".packages", "w") as packages, open(sys.argv[2] + ".files", "w") as files:
    for p in sorted(found, key=lambda p: p["name"]):
        fields = [p["name"], p["version"], p["arch"], p.get("origin", ""), str(p.get("installed-size", 0)),
                  bare(p.get("depends", [])), bare(p.get("provides", []))]
        packages.write("\t".join(fields) + "\n")
        for path in p.get("contents", []):
            files.write(p["name"] + "\t" + path + "\n")
PYTHON
  gzip -9n <"$work/root/lib/apk/db/installed" >"$out/$1.gz"
  gzip -9n <"$work/root/etc/apk/world" >"$out/$1-world.gz"
}

mkdir -p "$out" "$work/files/usr/bin" "$work/files/etc/harbour" "$work/root"
echo run >"$work/files/usr/bin/harbour"
chmod 4755 "$work/files/usr/bin/harbour"
echo conf >"$work/files/etc/harbour/two words"
package harbour 1.4-r1 arch:x86_64 origin:port "depends:quay>=1 so:libcrane.so.1 !sandbank" provides:cmd:harbour=1.4-r1
mkdir -p "$work/files/usr/lib"
echo lib >"$work/files/usr/lib/libcrane.so.1"
ln -s libcrane.so.1 "$work/files/usr/lib/libcrane.so"
package crane-libs 0.9-r0 arch:x86_64 origin:crane provides:so:libcrane.so.1=0.9
echo top >"$work/files-top" && mkdir "$work/files" && mv "$work/files-top" "$work/files/top"
package quay 1.0-r0 arch:noarch
mkdir -p "$work/files/usr/bin"
echo cc >"$work/files/usr/bin/cc"
package gcc 14-r0 arch:x86_64
package quay 1.1-r0 arch:noarch

add --initdb "$work/quay-1.0-r0.apk" "$work/crane-libs-0.9-r0.apk" "$work/harbour-1.4-r1.apk"
list apk-1
add "$work/quay-1.1-r0.apk"
add --virtual .build-deps "$work/gcc-14-r0.apk"
list apk-2
