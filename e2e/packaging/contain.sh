#!/bin/sh
# Starts a program with an image's files as its root, as a container runtime would: read-only but for
# /tmp and /training, no privilege, a service account's files where Kubernetes puts them.
#   contain.sh ROOT ACCOUNT USER:GROUP WORK PROGRAM [ARGUMENT...]
# The network and the processes are the machine's. Mounts end with the program. Needs root.
set -eu
if [ "$(id -u)" -ne 0 ]; then
  echo "Starting the image from its files needs root, for mount and chroot." >&2
  exit 1
fi
# What a runtime makes before it starts a program.
mkdir -p "$1/proc" "$1/dev" "$1/training" "$1/var/run/secrets/kubernetes.io/serviceaccount"
chown "$3" "$4"
exec unshare --mount --propagation private /bin/sh -euc '
  root=$1 account=$2 user=$3 work=$4
  shift 4
  mount --bind "$root" "$root"
  mount --rbind /proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --bind "$account" "$root/var/run/secrets/kubernetes.io/serviceaccount"
  mount --bind "$work" "$root/training"
  mount -t tmpfs -o mode=1777,size=64m,noexec,nosuid tmpfs "$root/tmp"
  mount -o remount,bind,ro "$root"
  cd /
  exec setpriv --no-new-privs chroot --userspec="$user" "$root" "$@"
' contain "$@"
