#!/usr/bin/env bash
# Writes the context of this image, an application's tests and documentation: context.sh DIRECTORY
set -euo pipefail
mkdir -p "$1/tests/data" "$1/docs"
echo 'def test_orders():
    assert open("tests/data/orders.csv").readline()' > "$1/tests/test_orders.py"
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "%d,order,%d\n", i, i * 7919 % 104729 }' > "$1/tests/data/orders.csv"
awk 'BEGIN { for (i = 0; i < 5000; i++) printf "## Order %d\n\nHas %d items.\n\n", i, i * 7919 % 104729 }' > "$1/docs/orders.md"
find "$1" -exec touch -d @1700000000 {} +
