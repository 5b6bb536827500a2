#!/usr/bin/env bash
# Writes an application's folder as it lies on a developer's disk: checkout.sh SOURCES DIRECTORY
#
# The sources, their history in .git, and what editors, tests and a local run leave beside them. Its content is the
# same in every build: no time, no name and no setting of this host is in it.
set -euo pipefail

sources=$1 directory=$2
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 LC_ALL=C TZ=UTC
export GIT_AUTHOR_NAME=developer GIT_AUTHOR_EMAIL=developer@example.com GIT_AUTHOR_DATE='1700000000 +0000'
export GIT_COMMITTER_NAME=developer GIT_COMMITTER_EMAIL=developer@example.com GIT_COMMITTER_DATE='1700000000 +0000'

# Bytes that do not compress, from a fixed key: noise KEY COUNT
noise() {
  openssl enc -aes-128-ctr -K "$(printf '%032x' "$1")" -iv "$(printf '%032x' 0)" -in /dev/zero 2> /dev/null |
    head -c "$2" || true
}

# Lines of a log, a page, a cache: lines COUNT FORMAT
lines() { awk -v count="$1" -v format="$2\n" 'BEGIN { for (i = 1; i <= count; i++) printf format, i, i * 7919 % 104729 }'; }

cp -r "$sources/." "$directory/"
cd "$directory"

# What is under version control.
printf '%s\n' .env '*.log' .pytest_cache .mypy_cache .coverage htmlcov node_modules .vscode .idea > .gitignore
mkdir -p static
noise 1 262144 > static/cover.bin
git init -q --template= --initial-branch=main .
git add -A
git commit -qm 'Serve the first page'
noise 2 262144 > static/cover.bin
git add -A
git commit -qm 'Use the better photograph'
# An index as git reads it from a tree: without this disk's inodes and times.
rm .git/index .git/COMMIT_EDITMSG
git read-tree HEAD

# What is not.
printf 'DEBUG=1\nDATABASE_URL=postgres://app@db.example.com/app\nDATABASE_PASSWORD=%s\n' \
  "$(echo local-database | sha256sum | cut -c1-32)" > .env
mkdir -p .vscode .idea .pytest_cache/v/cache .mypy_cache/3.11 htmlcov
echo '{ "editor.rulers": [100] }' > .vscode/settings.json
echo '<project version="4" />' > .idea/workspace.xml
lines 4000 '2023-11-14 22:13:20,000 INFO request %d handled in %d us, 200 OK, GET /orders' > debug.log
{ echo '{'; lines 2000 '  "tests/test_orders.py::test_order[%d-%d]": true,'; echo '  "end": true'; echo '}'; } \
  > .pytest_cache/v/cache/lastfailed
lines 3000 '{"name": "module_%d", "hash": "%d", "suppressed": []}' > .mypy_cache/3.11/app.meta.json
{ printf 'SQLite format 3\0'; noise 3 106480; } > .coverage
lines 2500 '<p id="t%d" class="run"><span class="n">%d</span></p>' > htmlcov/index.html

find . -exec touch -h -d @1700000000 {} +
