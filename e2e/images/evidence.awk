# What the names, modes and sizes of a layer's entries say about rules, one "RULE<tab>LAYER" a line; check.sh holds the
# `where` and `silent` of expected.yaml against it. Input: MODE SIZE PATH as count.sh lists a layer, with layer= before
# each file; only layers above the base are given. Rules that need more than that are not told.
BEGIN { FS = "\t" }
function tell(rule) { found[rule] = 1; seen[rule, layer] = 1 }
function weigh(rule) { sum[rule, layer] += $2 }
FNR == 1 { folder = "" }
$1 !~ /^-/ || $3 ~ /(^|\/)\.wh\./ { next }
{
  own = $3 !~ /(^|\/)(node_modules|site-packages|dist-packages)\//
  if ($3 ~ /^var\/lib\/apt\/lists\/.*_(Packages|InRelease|Release)/) tell("apt-lists")
  if ($3 ~ /^var\/cache\/apt\/archives\/.*\.deb$/) tell("apt-archives")
  if ($3 ~ /(^|\/)\.cache\/pip\/(http|http-v2|wheels)\//) tell("pip-cache")
  if ($3 ~ /(^|\/)\.npm\/_cacache\//) tell("npm-cache")
  if ($3 ~ /(^|\/)\.cache\/go-build\//) tell("go-build-cache")
  if ($3 ~ /(^|\/)\.git\//) weigh("vcs-directory")
  if (own && $3 ~ /(^|\/)(\.pytest_cache|\.mypy_cache|htmlcov|\.vscode|\.idea)\/|\.log$|(^|\/)\.coverage$/ && $3 !~ /^var\/log\//)
    weigh("dockerignore-leftovers")
  if (own && $3 ~ /^(app|library)\/(tests|docs|orders\/__pycache__)\//) weigh("dockerignore-leftovers")
  if ($3 ~ /(^|\/)(\.env|\.netrc|key\.pem)$|^root\/\.(npmrc|aws\/credentials|docker\/config\.json)$|ssh_host_[a-z0-9]+_key$/)
    if (own) tell("secret-file")
  if ($1 ~ /^...[sS]|^......[sS]/) tell("setuid-files")
  if (own && $3 ~ /\.map$/) weigh("source-maps")
  if ($3 ~ /^(usr\/)?(local\/)?s?bin\/(curl|wget|ssh|cron|vim\.tiny|strace|gdb)$/ || $3 ~ /^usr\/s?bin\/(cron|dos2unix)$/) tell("debug-tool")
  if ($3 ~ /^usr\/bin\/(git|hg|svn)$/) tell("vcs")
  if ($3 ~ /^usr\/bin\/(make|cmake|ninja)$/) tell("build-system")
  if ($3 ~ /^usr\/include\//) weigh("headers")
  if ($3 ~ /\/bin\/javac$/) tell("jdk")
  if ($3 ~ /^usr\/sbin\/sshd$/) tell("sshd")
  if ($3 ~ /^usr\/(local\/)?share\/(man|info|locale)\//) weigh("documentation")
  if ($3 ~ /\/(pytest|debugpy|pydevd_pycharm)-[^\/]*\.dist-info\/METADATA$/) tell("dev-dependencies")
  if ($3 ~ /\/(poetry|pip_tools|pip|setuptools)-[^\/]*\.dist-info\/METADATA$/) tell("language-build-tool")
  if ($3 ~ /(^|\/)node_modules\/(typescript|nodemon)\/package\.json$/) tell("dev-node-modules")
  if ($3 ~ /^app\/native\/.*\.o$/) tell("build-leftovers")
}
END {
  for (key in sum) if (sum[key] >= 65536) { split(key, part, SUBSEP); layer = part[2]; tell(part[1]) }
  for (key in seen) { split(key, part, SUBSEP); print part[1] "\t" part[2] }
}
