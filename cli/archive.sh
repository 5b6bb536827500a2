#!/usr/bin/env bash
# Packs files into an archive that is the same whenever and by whomever it is made:
# archive.sh FILE FOLDER NAME...  (tar's own options may stand before a name)
set -euo pipefail
stamp=$("$(dirname "$0")/stamp.sh")
file=$1 folder=$2
shift 2
tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="$stamp" --format=ustar \
  --mode='u=rwX,go=rX' --directory="$folder" "$@" | gzip -n9 >"$file"
