#!/usr/bin/env bash
# Builds the images of this folder into one OCI layout and prints its path as the last line.
#
#   build.sh [default|all]   what the default tests need (the default), or every image
#   build.sh clean           removes what was cached: layouts, layers, the Debian root file system
#
# Needs root on Debian or a relative of it; installs debootstrap, buildah, skopeo and jq there if they are missing.
# A tree that was built before costs nothing: the layout is kept by the content of this folder, under
# ${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/plimsoll}/images.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${PLIMSOLL_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/plimsoll}/images
registry=registry.example.com # what the Dockerfiles call the registry of the bases; nothing is ever pulled from it

say() { echo "images: $*" >&2; }
die() { say "$*"; exit 1; }

# A key for the content of files: hash_of PATH... [find's tests]
hash_of() {
  (cd "$here" && find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

# What the images are made of; what is said and expected of them does not change them.
content_key() {
  hash_of . ! -name '*.md' ! -name expected.yaml ! -name count.sh ! -name check.sh ! -name evidence.awk ! -name pairs.yaml ! -name push.sh
}

require_root() {
  [[ $(id -u) == 0 ]] || die "the real images are built by debootstrap and buildah, which need root: run this as root." \
    "Without them the tests whose images the tests write themselves still run."
}

install_tools() {
  local missing=() tool
  for tool in debootstrap buildah skopeo jq make git openssl; do command -v "$tool" > /dev/null || missing+=("$tool"); done
  command -v flock > /dev/null || missing+=(util-linux)
  [[ -e /etc/ssl/certs/ca-certificates.crt ]] || missing+=(ca-certificates)
  [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || missing+=(debian-archive-keyring)
  ((${#missing[@]})) || return 0
  command -v apt-get > /dev/null || die "install ${missing[*]}: the real images are built with them." \
    "Without them the tests whose images the tests write themselves still run."
  say "installing ${missing[*]}"
  local log=$work/apt.log
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    > "$log" 2>&1 || { tail -n 15 "$log" >&2; die "apt-get could not install ${missing[*]}; its last lines are above." \
    "Without them the tests whose images the tests write themselves still run."; }
}

# What builds need of this host, mounted while they run and in no image afterwards: package sources, proxies and
# certificates as the host's apt and pip have them. Each mount covers a file or folder that the images already have,
# or it would leave an empty one behind.
describe_host() {
  local host=$1 debian security index
  mkdir -p "$host"
  cp "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$host/ca.crt"
  debian=$(apt_origin Debian) security=$(apt_origin Debian-Security)
  if [[ -z $debian ]]; then # apt knows an archive's label once it has read it
    apt-get update > "$work/apt.log" 2>&1 || true
    debian=$(apt_origin Debian) security=$(apt_origin Debian-Security)
  fi
  [[ -n $debian ]] || die "this host's apt has no Debian archive to take packages from: name one in /etc/apt."
  printf 'deb %s bookworm main\ndeb %s bookworm-updates main\n' "$debian" "$debian" > "$host/sources.list"
  [[ -z $security ]] || printf 'deb %s bookworm-security main\n' "$security" >> "$host/sources.list"
  {
    echo 'Dir::Etc::sourcelist "/mnt/sources.list";'
    echo 'Dir::Etc::sourceparts "-";'
    echo 'Acquire::https::CAInfo "/mnt/ca.crt";'
    apt-config dump | grep -iE '^Acquire::(http|https)::(Proxy|Verify)' || true
  } > "$host/apt.conf"
  index=${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2> /dev/null || true)}
  {
    echo 'import os'
    printf 'os.environ.setdefault("%s", "%s")\n' PIP_CERT /mnt/ca.crt SSL_CERT_FILE /mnt/ca.crt PIP_DEFAULT_TIMEOUT 120
    [[ -z $index ]] || printf 'os.environ.setdefault("PIP_INDEX_URL", "%s")\n' "$index"
  } > "$host/sitecustomize.py"
  {
    echo 'cafile=/mnt/ca.crt'
    index=$(npm config get registry 2> /dev/null || true)
    [[ -z $index ]] || echo "registry=$index"
  } > "$host/npmrc"
}

# Where the host's apt finds the archive with this label; empty on other systems.
apt_origin() {
  apt-get indextargets 'Created-By: Packages' --format '$(LABEL) $(COMPONENT) $(REPO_URI)' 2> /dev/null |
    awk -v label="$1" '$1 == label && $2 == "main" { sub(/\/$/, "", $3); print $3; exit }' || true
}

# The images of a set, as REPOSITORY:TAG, from the folders REPOSITORY/TAG that hold a Dockerfile.
images() {
  (cd "$here" && find . -name Dockerfile -printf '%h\n') | sed -E 's|^\./(.*)/([^/]*)$|\1:\2|' | LC_ALL=C sort |
    if [[ $set == all ]]; then cat; else grep -vxFf <(grep -v '^#' "$here/optional.txt"); fi
}

folder_of() { echo "$here/${1%:*}/${1##*:}"; }

# The images that an image's Dockerfile names, which are built before it.
needs_of() {
  { grep -ohE "$registry/[a-z0-9./-]+:[a-z0-9.-]+" "$(folder_of "$1")/Dockerfile" || true; } |
    sed "s|^$registry/||" | sort -u
}

# A makefile over the images, so that make runs what does not depend on each other side by side.
write_makefile() {
  local image need
  echo ".PHONY: all"
  echo "all:" $(images | tr : @)
  images | while read -r image; do
    echo "${image/:/@}:" $(needs_of "$image" | tr : @)
    printf '\t@"%s/build.sh" --one %s\n' "$here" "$image"
  done
}

# One image: builds it and puts it into the layout. Called by make, with what export_settings exports.
build_one() {
  local image=$1 folder context log started=$SECONDS ignore=() mounts
  folder=$(folder_of "$image") log=$work/log/${image//[\/:]/_}.log
  mounts=(-v "$work/host:/mnt:ro" -v "$work/apt.conf.d:/etc/apt/apt.conf.d:ro")
  context=$folder
  [[ -d $folder/../src ]] && context=$(cd "$folder/../src" && pwd -P)
  if [[ -x $folder/context.sh ]]; then
    context=$work/context/${image//[\/:]/_}
    mkdir -p "$context"
    "$folder/context.sh" "$context" > "$log" 2>&1 || failed "$image" "$log"
  fi
  [[ -f $folder/.dockerignore ]] && ignore=(--ignorefile "$folder/.dockerignore")
  case $(needs_of "$image") in # what a Dockerfile starts from; no step of it may lack what is covered here
    *base/python:* | *apps/00[0-4]:corrected*)
      mounts+=(-v "$work/host/sitecustomize.py:/etc/python3.11/sitecustomize.py:ro") ;;&
    *base/node:* | *apps/node:corrected*) mounts+=(-v "$work/host/npmrc:/usr/local/etc/npmrc:ro") ;;
  esac
  $buildah bud --layers --pull-never --format oci --isolation chroot --network host "${mounts[@]}" "${ignore[@]}" -t "$registry/$image" -f "$folder/Dockerfile" "$context" \
    >> "$log" 2>&1 || failed "$image" "$log"
  flock "$work/layout.lock" $buildah push -q --format oci "$registry/$image" "oci:$work/layout:$image" \
    >> "$log" 2>&1 || failed "$image" "$log"
  say "built $image in $((SECONDS - started)) s"
}

failed() {
  tail -n 25 "$2" >&2
  die "$1 could not be built; the last lines of its build are above."
}

# A driver that works on this disk: overlay shares layers, vfs copies them.
storage_driver() {
  local driver
  for driver in overlay vfs; do
    buildah --root "$cache/storage" --runroot "$work/run" --storage-driver "$driver" info > /dev/null 2>&1 &&
      { echo "$driver"; return; }
  done
  die "buildah works neither with the overlay nor with the vfs driver in $cache."
}

# Runs a command in a process group of its own, so that whoever ends this script ends all of it.
in_group() {
  set -m
  "$@" &
  group=$!
  set +m
  wait "$group"
  group=
}

clean_up() {
  if [[ -n ${group:-} ]]; then
    kill -TERM -- "-$group" 2> /dev/null || true
    while kill -0 -- "-$group" 2> /dev/null; do sleep 0.1; done
  fi
  rm -rf --one-file-system "$work"
}

build_set() {
  local started=$SECONDS
  say "building the $set set ($(images | wc -l) images); about five minutes the first time"
  describe_host "$work/host"
  mkdir -p "$work/log" "$work/context" "$cache/rootfs"
  export PLIMSOLL_HOST=$work/host
  PLIMSOLL_ROOTFS=$cache/rootfs/$(hash_of base/debian/etc base/debian/rootfs.sh)
  export PLIMSOLL_ROOTFS PLIMSOLL_IMAGES_WORK=$work
  PLIMSOLL_IMAGES_BUILDAH="buildah --root $cache/storage --runroot $work/run --storage-driver $(storage_driver)"
  export PLIMSOLL_IMAGES_BUILDAH
  mkdir -p "$PLIMSOLL_ROOTFS"
  cp -r "$here/base/debian/etc/apt/apt.conf.d" "$work/"
  cp "$work/host/apt.conf" "$work/apt.conf.d/99host"
  write_makefile > "$work/build.mk"
  in_group env MAKEFLAGS= make --no-print-directory -j2 -f "$work/build.mk" all >&2
  "$here/layout.sh" "$work/layout"
  find "$cache/rootfs" -mindepth 1 -maxdepth 1 ! -path "$PLIMSOLL_ROOTFS" -exec rm -rf {} +
  say "the $set set took $((SECONDS - started)) s"
}

main() {
  set=${1:-default}
  case $set in
    default | all) ;;
    clean) rm -rf --one-file-system "$cache"; say "removed $cache"; exit ;;
    --one) work=$PLIMSOLL_IMAGES_WORK buildah=$PLIMSOLL_IMAGES_BUILDAH; build_one "$2"; exit ;;
    *) die "no set '$set'; there are default and all (and clean removes what was cached)." ;;
  esac
  layout=$cache/$set-$(content_key)
  if [[ ! -d $layout ]]; then
    require_root
    mkdir -p "$cache"
    exec 9> "$cache/lock"
    flock -n 9 || { say "another build is running; waiting for it"; flock 9; }
    if [[ ! -d $layout ]]; then
      work=$(mktemp -d "$cache/work.XXXXXX")
      trap clean_up EXIT
      trap 'say "ended by a signal"; exit 130' INT TERM HUP
      install_tools
      build_set
      mv "$work/layout" "$layout"
    fi
  fi
  touch "$layout"
  # Layouts of trees that nobody has built for two weeks.
  find "$cache" -mindepth 1 -maxdepth 1 \( -name 'default-*' -o -name 'all-*' \) -mtime +14 -exec rm -rf {} + || true
  echo "$layout"
}

main "$@"; exit
