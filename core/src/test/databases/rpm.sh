#!/usr/bin/env bash
# Writes RPM databases in their three forms, and beside each what RPM lists in it. Usage: rpm.sh DIRECTORY
# Needs Debian's rpm, sqlite3, db-util, dpkg-dev and gcc, and the source package of rpm.
#
# sqlite: written and listed by RPM.
# ndb:    Debian's RPM is built without it. RPM's own code for it, compiled alone, stores the headers that RPM wrote to
#         the sqlite form, and takes out and in what RPM did; so what RPM listed there is what is expected.
# bdb:    RPM 4.18 reads Berkeley DB but no longer writes it. Berkeley DB's own loader stores the same headers; RPM lists.
set -euo pipefail
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

spec() { # spec RELEASE: forty packages, from a single source
  cat <<SPEC
Name: harbour
Version: 1.4
Release: $1
Epoch: 2
Summary: Packages to be counted
License: Apache-2.0
BuildArch: noarch
Requires: quay-01 >= 1.4, /bin/sh, (crane if dock)
Requires(pre): quay-02
Recommends: lighthouse
Provides: port = 1.4
%description
Sample.
%prep
%build
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/harbour/sub %{buildroot}/etc
echo run > %{buildroot}/usr/bin/harbour
echo conf > %{buildroot}/etc/harbour.conf
for i in \$(seq 1 400); do echo \$i > %{buildroot}/usr/share/harbour/chart-\$i; done
echo deep > "%{buildroot}/usr/share/harbour/sub/two words"
for i in \$(seq -w 1 39); do mkdir -p %{buildroot}/opt/quay/\$i; echo \$i > %{buildroot}/opt/quay/\$i/berth; done
%files
/usr/bin/harbour
%config /etc/harbour.conf
%dir /usr/share/harbour
/usr/share/harbour/*
SPEC
  for i in $(seq -w 1 39); do
    printf '%%package -n quay-%s\nEpoch: 0\nSummary: Quay\n%%description -n quay-%s\nSample.\n%%files -n quay-%s\n/opt/quay/%s\n' \
      "$i" "$i" "$i" "$i"
  done
}

build() { # build RELEASE
  mkdir -p "$work/$1"
  spec "$1" >"$work/$1.spec"
  rpmbuild -bb --quiet --define "_topdir $work/$1" --define "_build_id_links none" \
    --define "use_source_date_epoch_as_buildtime 1" "$work/$1.spec" >"$work/$1.log" 2>&1 || {
    cat "$work/$1.log" >&2
    exit 1
  }
}

list() { # list DBPATH BACKEND NAME
  local query=(rpm --root "$work/root" --dbpath "$1" --define "_db_backend $2" -qa)
  "${query[@]}" --qf '%{NAME}\t%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\t%{ARCH}\t%{LONGSIZE}\t%{SOURCERPM}\n' |
    LC_ALL=C sort >"$out/$3.packages"
  "${query[@]}" --qf '[%{=NAME}\t%{FILENAMES}\n]' | LC_ALL=C sort >"$out/$3.files"
  "${query[@]}" --qf '[%{=NAME}\t%{REQUIRENAME}\n]' | grep -v 'rpmlib(' | LC_ALL=C sort -u >"$out/$3.requires"
}

keep() { # keep FILE NAME
  gzip -9n <"$1" >"$out/$2.gz"
}

build 1
build 2
first=$work/1/RPMS/noarch
second=$work/2/RPMS/noarch
mkdir -p "$out"

rm -rf "$work/root"
mkdir -p "$work/root/var/lib/rpm" "$work/root/bdb"
at=(--root "$work/root" --dbpath /var/lib/rpm --define '_db_backend sqlite')
database=$work/root/var/lib/rpm/rpmdb.sqlite
rpm "${at[@]}" --initdb
rpm "${at[@]}" -i --nodeps --noscripts "$first"/harbour-*.rpm "$first"/quay-[012]*.rpm
list /var/lib/rpm sqlite rpm-sqlite-1
keep "$database" rpm-sqlite-1
sqlite3 "$database" 'select hnum, hex(blob) from Packages order by hnum' >"$work/1.headers"
rpm "${at[@]}" -U --nodeps --noscripts "$second"/harbour-*.rpm "$second"/quay-0[1-5]*.rpm "$second"/quay-3*.rpm
rpm "${at[@]}" -e --nodeps quay-09 quay-10
list /var/lib/rpm sqlite rpm-sqlite-2
keep "$database" rpm-sqlite-2
sqlite3 "$database" 'select hnum, hex(blob) from Packages order by hnum' >"$work/2.headers"

{
  printf 'VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=4096\nHEADER=END\n 00000000\n ff000000\n'
  tr 'A-F' 'a-f' <"$work/2.headers" | awk -F'|' '{printf " %02x%02x0000\n %s\n", $1 % 256, $1 / 256, $2}'
  printf 'DATA=END\n'
} | db5.3_load "$work/root/bdb/Packages"
list /bdb bdb_ro rpm-bdb-2
keep "$work/root/bdb/Packages" rpm-bdb-2

mkdir -p "$work/source/lists/partial"
# The sources lie where this machine's packages come from.
apt-cache policy | awk '$2 ~ /^https?:/ && $3 ~ /\/main$/ {sub("/main", "", $3); print "deb-src", $2, $3, "main"}' |
  sort -u >"$work/source/list"
(
  cd "$work/source"
  own=(-o "Dir::Etc::sourcelist=$PWD/list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$PWD/lists")
  apt-get -qq "${own[@]}" update
  apt-get -qq "${own[@]}" source --download-only rpm
  tar xf rpm_*.orig.tar.* --strip-components=1
) >"$work/source.log" 2>&1 || {
  cat "$work/source.log" >&2
  exit 1
}
cat >"$work/system.h" <<'C'
#define _GNU_SOURCE
#include <stdint.h>
#define _(text) (text)
C
cat >"$work/ndb.c" <<'C'
#include "system.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "rpmpkg.h"

void rpmlog(int code, const char *format, ...) {}

/* Makes the database hold the headers of a list of NUMBER|HEX, and no other. */
int main(int argc, char **argv)
{
    rpmpkgdb db;
    FILE *list = fopen(argv[2], "r");
    static char line[1 << 22];
    static char wanted[1 << 16];
    unsigned int *there, count = 0;
    if (!list || rpmpkgOpen(&db, argv[1], O_RDWR | O_CREAT, 0644) || rpmpkgLock(db, 1)) return 1;
    while (fgets(line, sizeof line, list)) {
        unsigned int number = strtoul(line, NULL, 10), have, size = 0;
        unsigned char *old;
        char *hex = strchr(line, '|') + 1;
        unsigned char *blob = malloc(strlen(hex) / 2);
        for (; hex[0] > ' ' && sscanf(hex, "%2hhx", blob + size) == 1; hex += 2) size++;
        wanted[number] = 1;
        if (rpmpkgGet(db, number, &old, &have) && rpmpkgPut(db, number, blob, size)) return 2;
    }
    rpmpkgList(db, &there, &count);
    for (unsigned int i = 0; i < count; i++)
        if (!wanted[there[i]] && rpmpkgDel(db, there[i])) return 3;
    rpmpkgUnlock(db, 1);
    rpmpkgClose(db);
    return 0;
}
C
ndb=$work/source/lib/backend/ndb
gcc -w -Dxmalloc=malloc -Dxcalloc=calloc -Dxrealloc=realloc -Dxstrdup=strdup -o "$work/ndb" -I"$work" -I"$ndb" -I"$work/source/include" "$work/ndb.c" "$ndb/rpmpkg.c"
for stage in 1 2; do
  "$work/ndb" "$work/Packages.db" "$work/$stage.headers"
  keep "$work/Packages.db" rpm-ndb-$stage
done
