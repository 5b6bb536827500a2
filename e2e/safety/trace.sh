#!/usr/bin/env bash
# Starts the application of an image and prints the files of the image that it opens, one absolute path a line.
#
#   trace.sh LAYOUT IMAGE SECONDS
#
# The layers are unpacked by tar, the whiteouts applied here, so that nothing of what is tested takes part. The
# application runs as the image says, in a chroot with processes, mounts and network of its own, under strace, and is
# asked for / at every port it listens on before it is ended. Symbolic links are followed: what counts is the file.
# Needs root, strace and jq.
set -euo pipefail
[[ $# == 3 ]] || { echo "usage: trace.sh LAYOUT IMAGE SECONDS" >&2; exit 2; }
layout=$1 image=$2 seconds=$3
[[ $(id -u) == 0 ]] || { echo "An application is started in a chroot, which needs root: run this as root." >&2; exit 1; }
for tool in strace jq unshare; do
  command -v $tool >/dev/null || { echo "Missing: $tool; run make packages and make images first." >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
mkdir "$root"

blob() { echo "$layout/blobs/${1/://}"; }
manifest=$(jq -r --arg name "$image" \
  '.manifests[] | select(.annotations["org.opencontainers.image.ref.name"] == $name) | .digest' "$layout/index.json")
[[ -n $manifest ]] || { echo "The layout has no $image." >&2; exit 1; }
config=$(blob "$(jq -r .config.digest "$(blob "$manifest")")")

unpack() { # LAYER
  local entry folder name
  while IFS= read -r entry; do
    folder=$root/$(dirname "$entry") name=$(basename "$entry")
    if [[ $name == .wh..wh..opq ]]; then
      find "$folder" -mindepth 1 -delete 2>/dev/null || true
    else
      rm -rf --one-file-system "${folder:?}/${name#.wh.}"
    fi
  done < <(tar -tzf "$1" | grep -E '(^|/)\.wh\.' || true)
  tar -xzf "$1" -C "$root" --numeric-owner --keep-directory-symlink --exclude='.wh.*'
}
while read -r layer; do unpack "$(blob "$layer")"; done < <(jq -r '.layers[].digest' "$(blob "$manifest")")

mapfile -t command < <(jq -r '((.config.Entrypoint // []) + (.config.Cmd // []))[]' "$config")
mapfile -t environment < <(jq -r '(.config.Env // [])[]' "$config")
folder=$(jq -r '.config.WorkingDir // "" | if . == "" then "/" else . end' "$config")
((${#command[@]})) || { echo "$image names nothing to start." >&2; exit 1; }

# Everything from here on has namespaces of its own and ends with the first process in them.
export root folder seconds work
cat >"$work/inside" <<'INSIDE'
set -u
mkdir -p "$root"/{proc,dev,tmp}
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev"
mknod -m 666 "$root/dev/null" c 1 3; mknod -m 666 "$root/dev/zero" c 1 5
mknod -m 666 "$root/dev/random" c 1 8; mknod -m 666 "$root/dev/urandom" c 1 9
ln -s /proc/self/fd "$root/dev/fd"
ip link set lo up
strace -f -y -qq -s 4096 -e trace=open,openat,openat2,execve,chroot -e signal=none -o "$work/trace" \
  /usr/bin/env -i "${environment[@]}" /usr/bin/unshare --root="$root" --wd="$folder" "$@" >"$work/out" 2>&1 </dev/null &
end=$((SECONDS + seconds))
while ((SECONDS < end)); do
  sleep 1
  for port in $(awk '$4 == "0A" {print $2}' /proc/net/tcp /proc/net/tcp6 2>/dev/null | cut -d: -f2 | sort -u); do
    ( exec 3<>"/dev/tcp/127.0.0.1/$((16#$port))" && printf 'GET / HTTP/1.0\r\n\r\n' >&3 && timeout 2 head -c 15 <&3 >>"$work/answers" &&
        echo >>"$work/answers" ) 2>/dev/null
  done
done
INSIDE
{ declare -p environment; cat "$work/inside"; } >"$work/script"
unshare --mount --pid --fork --net --kill-child bash "$work/script" "${command[@]}" || true

echo "$image: $(wc -l <"$work/trace") calls, $(sort "$work/answers" 2>/dev/null | uniq -c | paste -sd, || true)" >&2
# What came before the change of root was read on this machine.
awk 'inside {print} / chroot\(/ {inside = 1}' "$work/trace" >"$work/calls"
grep -qE 'execve\(.* = 0$' "$work/calls" || { echo "$image could not be started:" >&2; cat "$work/out" >&2; exit 1; }
{
  # What was opened, as the kernel names it: open(...) = 3</path>.
  sed -nE 's/.*open(at|at2)?\(.* = [0-9]+<([^>]+)>$/\2/p' "$work/calls" | sed -n "s|^$root/|/|p"
  # What was executed: the kernel opens it by itself.
  sed -nE 's/^[0-9]+ +execve\("([^"]+)".* = 0$/\1/p' "$work/calls"
} | sort -u >"$work/paths"
# Links are followed as the application sees them; an image without readlink has its paths as they are.
{ chroot "$root" xargs -d '\n' readlink -f <"$work/paths" 2>/dev/null || cat "$work/paths"; } | sort -u |
  while IFS= read -r path; do [[ -f $root$path && ! -L $root$path ]] && printf '%s\n' "$path"; done || true
tail -n 1 "$work/out" | sed "s|^|$image: |" >&2
