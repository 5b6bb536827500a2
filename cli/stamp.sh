#!/usr/bin/env bash
# Prints the time that everything built is stamped with, which pom.xml names.
set -euo pipefail
sed -n 's/.*<project.build.outputTimestamp>\(.*\)<.*/\1/p' "$(dirname "$0")/../pom.xml"
