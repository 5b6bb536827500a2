#!/usr/bin/env bash
# The root file system of Debian 12, by debootstrap: rootfs.sh full|slim OUTPUT.tar
#
# build.sh gives two variables: PLIMSOLL_HOST, the folder with the host's package sources (see there),
# and PLIMSOLL_ROOTFS, the folder that the full and the slim variant share, so that one debootstrap serves both.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
variant=$1 output=$2
root=$PLIMSOLL_ROOTFS/bookworm

bootstrap() {
  local partial=$root.partial mirror
  mirror=$(awk '$1 == "deb" { print $2; exit }' "$PLIMSOLL_HOST/sources.list")
  rm -rf "$partial"
  debootstrap --variant=minbase --arch="$(dpkg --print-architecture)" bookworm "$partial" "$mirror"
  cp -r "$here/etc" "$partial/"
  # Updates and security fixes, so that an application's apt-get install does not upgrade its base.
  cp "$PLIMSOLL_HOST"/{apt.conf,sources.list,ca.crt} "$partial/mnt/"
  chroot "$partial" env APT_CONFIG=/mnt/apt.conf DEBIAN_FRONTEND=noninteractive \
    sh -c 'apt-get -qq update && apt-get -qq -y dist-upgrade'
  neutralise "$partial"
  mv "$partial" "$root"
}

# Nothing of the machine that built it stays: mirror, resolver, host name, machine id, logs, caches.
neutralise() {
  local partial=$1
  rm -rf "$partial"/mnt/* "$partial/etc/apt/sources.list" "$partial"/var/lib/apt/lists/* \
    "$partial"/var/cache/apt/archives/*.deb "$partial"/var/cache/apt/*.bin "$partial"/var/cache/debconf/*-old \
    "$partial"/var/cache/ldconfig/aux-cache "$partial"/var/lib/dpkg/*-old "$partial"/run/mount \
    "$partial"/var/log/{bootstrap.log,dpkg.log,alternatives.log,apt/*}
  : > "$partial/etc/resolv.conf"
  : > "$partial/etc/machine-id"
  echo localhost > "$partial/etc/hostname"
  chmod 644 "$partial"/etc/{resolv.conf,hostname}
}

# The paths of the slim variant: all but those that its dpkg leaves out.
slim_paths() {
  local excluded
  excluded=$(sed -n 's|^path-exclude \(.*\)/\*$|\1|p' "$here/slim/etc/dpkg/dpkg.cfg.d/docker" | paste -sd'|')
  (cd "$root" && find . -mindepth 1 -print | LC_ALL=C sort) |
    awk -v excluded="^\\.($excluded)/" '$0 !~ excluded || /^\.\/usr\/share\/doc\/[^\/]*\/copyright$/'
}

# The full and the slim image may ask at the same time.
exec 8> "$PLIMSOLL_ROOTFS/lock"
flock 8
[[ -d $root ]] || bootstrap
flock -u 8

archive=(tar --numeric-owner --sort=name)
case $variant in
  full) "${archive[@]}" --exclude='./dev/*' -C "$root" -cf "$output" . ;;
  slim)
    slim_paths | "${archive[@]}" --no-recursion -C "$root" --exclude='./dev/*' -T - -cf "$output"
    "${archive[@]}" --owner=0 --group=0 -C "$here/slim" -rf "$output" etc/dpkg/dpkg.cfg.d/docker
    ;;
  *) echo "rootfs.sh: no variant '$variant'; there are full and slim" >&2; exit 2 ;;
esac
