#!/usr/bin/env bash
# Installs the Debian packages that tests need beside those of the images: promtool, ip, strace, jq, openssl, curl, binutils
# for the operator's image, and ISA-L, so that both ways of inflating are tested.
set -euo pipefail
missing=()
command -v promtool >/dev/null || missing+=(prometheus)
command -v ip >/dev/null || missing+=(iproute2)
command -v strace >/dev/null || missing+=(strace)
command -v jq >/dev/null || missing+=(jq)
command -v strip >/dev/null || missing+=(binutils)
command -v openssl >/dev/null || missing+=(openssl)
command -v curl >/dev/null || missing+=(curl)
[[ $(/sbin/ldconfig -p) == *libisal.so.2* ]] || missing+=(libisal2)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Missing: ${missing[*]}. As root: apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
echo "==> installing ${missing[*]}"
# Services of the packages must not start on the machine that runs the tests.
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
