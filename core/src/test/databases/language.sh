#!/usr/bin/env bash
# Installs small packages with pip, npm and gem, and keeps what they leave as a layer, and beside it what they list.
# Usage: language.sh DIRECTORY. Needs python3 with venv and pip, npm 10 or later, and ruby.
set -euo pipefail
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/root"

layer() { # layer NAME DIRECTORY ...: of $work/root
  local name=$1
  shift
  tar -C "$work/root" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -c "$@" | gzip -9n >"$out/$name.gz"
}

# --- Python: wheels made by hand, installed by pip.
python3 - "$work" <<'PYTHON'
import os, sys, zipfile
def wheel(name, version, files, metadata, entry=""):
    info = f"{name}-{version}.dist-info"
    files = dict(files)
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {metadata}\n\nText.\nName: no\n"
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    if entry:
        files[f"{info}/entry_points.txt"] = f"[console_scripts]\n{entry}\n"
    files[f"{info}/RECORD"] = "".join(f'"{f}",,\n' if "," in f else f"{f},,\n" for f in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(f"{sys.argv[1]}/{name}-{version}-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
wheel("quay", "1.0", {"quay.py": "berths = 1\n"}, "quay\nVersion: 1.0")
wheel("quay", "1.1", {"quay.py": "berths = 2\n"}, "quay\nVersion: 1.1")
wheel("Harbour_Master", "2.4", {"harbour/__init__.py": "", "harbour/a,b.txt": "x"},
      "Harbour_Master\nVersion: 2.4\nRequires-Dist: Quay (>=1.0)\nRequires-Dist: pilot ; extra == 'tugs'\n"
      "Requires-Dist: sys_tem >= 2 ; python_version < '3'", "harbour = harbour:main")
PYTHON
python3 -m venv --without-pip "$work/root/venv"
pip() { python3 -m pip --python "$work/root/venv/bin/python" --disable-pip-version-check --quiet "$@"; }
pip install --no-index "$work/quay-1.0-py3-none-any.whl"
pip uninstall -y quay
pip install --no-index --find-links "$work" Harbour_Master
site=$(cd "$work/root" && echo venv/lib/python3*/site-packages)
layer python "$site" venv/bin/harbour
python3 -m pip list --path "$work/root/$site" --format freeze --disable-pip-version-check |
  tr 'A-Z_' 'a-z-' | LC_ALL=C sort >"$out/python.packages"
for name in quay Harbour_Master; do
  pip_files=$(PYTHONPATH="$work/root/$site" python3 -m pip show -f "$name" --disable-pip-version-check | sed '1,/^Files:/d; s/^  //')
  while read -r file; do
    echo "$(echo "$name" | tr 'A-Z_' 'a-z-')	/$(realpath -m --relative-to "$work/root" "$work/root/$site/$file")"
  done <<<"$pip_files"
done | LC_ALL=C sort >"$out/python.files"

# --- npm: a project with a need, one that is for development alone, and one below another in an older version.
npm_package() { # npm_package NAME VERSION DEPENDENCIES
  local directory=$work/npm/${1#@}-$2
  mkdir -p "$directory/lib"
  echo "{\"name\": \"$1\", \"version\": \"$2\", \"dependencies\": {$3}}" >"$directory/package.json"
  echo "module.exports = '$2'" >"$directory/lib/index.js"
  echo '{"name": "inner"}' >"$directory/lib/package.json"
  (cd "$directory" && npm pack --silent --pack-destination "$work" >/dev/null)
}
npm_package quay 1.0.0 ''
npm_package quay 2.0.0 ''
npm_package @port/crane 0.3.0 "\"quay\": \"file:$work/quay-1.0.0.tgz\""
npm_package tug 5.1.0 ''
mkdir -p "$work/root/app"
cat >"$work/root/app/package.json" <<JSON
{"name": "app", "version": "1.0.0",
 "dependencies": {"quay": "file:$work/quay-2.0.0.tgz", "@port/crane": "file:$work/port-crane-0.3.0.tgz"},
 "devDependencies": {"tug": "file:$work/tug-5.1.0.tgz"}}
JSON
(cd "$work/root/app" && npm install --offline --no-audit --no-fund --silent)
(cd "$work/root/app" && npm query '*' | python3 -c '
import json, sys
for p in sorted(json.load(sys.stdin), key=lambda p: p["location"]):
    if p["location"]:
        print(p["name"], p["version"], "/app/" + p["location"], "dev" if p["dev"] else "", sep="\t")') >"$out/npm.packages"
layer npm app

# --- gem
gem_package() { # gem_package NAME VERSION DEPENDENCY
  mkdir -p "$work/gem/$1/lib"
  echo "X = 1" >"$work/gem/$1/lib/$1.rb"
  cat >"$work/gem/$1/$1.gemspec" <<RUBY
Gem::Specification.new do |s|
  s.name = '$1'; s.version = '$2'; s.summary = 'Sample.'; s.authors = ['none']; s.files = ['lib/$1.rb']
  ${3:+s.add_runtime_dependency '$3', '>= 1'; s.add_development_dependency 'tug'}
end
RUBY
  (cd "$work/gem/$1" && gem build --silent "$1.gemspec" 2>/dev/null && mv ./*.gem "$work")
}
gem_package quay 1.2
gem_package harbour 3.0 quay
export GEM_HOME=$work/root/usr/lib/gems GEM_PATH=$work/root/usr/lib/gems
gem install --silent --local --no-document "$work/quay-1.2.gem" "$work/harbour-3.0.gem"
gem list --local --quiet | grep -v default: | sed 's/ (\(.*\))/ \1/' | LC_ALL=C sort >"$out/gem.packages"
for name in quay harbour; do gem contents "$name" | sed "s|^$work/root|$name	|"; done | LC_ALL=C sort >"$out/gem.files"
layer gem usr
