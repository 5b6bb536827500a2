#!/usr/bin/env bash
# Counts what runs in four ways and writes each count as a line `policy images violating undetermined
# exempted`, or `digest workloads pods`: counts.sh pods|status|reports|digests|image-reports
#   pods           from Pods alone, with what the test knows of its images and policies
#   status         from the statuses of the policies
#   reports        from the reports on workloads ($REPORTS is their resource)
#   digests        from Pods alone, by digest
#   image-reports  from the ImageReports
# $KUBECTL is the command, $ROOTS the digests that run as root, separated by blanks.
set -euo pipefail

# Every container that runs: its namespace, its top owner, its name, its digest and its Pod.
running() {
  owners=$("$KUBECTL" get replicasets -A -o json | jq '[.items[]
    | {key: (.metadata.namespace + "/" + .metadata.name),
       value: ((.metadata.ownerReferences // [])[0] | if . then .kind + "/" + .name else null end)}] | from_entries')
  "$KUBECTL" get pods -A -o json | jq --argjson owners "$owners" '[.items[] | . as $pod
    | ((.metadata.ownerReferences // [])[0]) as $owner
    | .status.containerStatuses[]? | select((.imageID // "") | contains("@"))
    | {namespace: $pod.metadata.namespace, pod: $pod.metadata.name, container: .name, image,
       digest: (.imageID | split("@")[1]),
       owner: (if $owner == null then "Pod/" + $pod.metadata.name
         elif $owner.kind == "ReplicaSet" then $owners[$pod.metadata.namespace + "/" + $owner.name]
         else $owner.kind + "/" + $owner.name end)}]'
}

case $1 in
pods)
  running | jq -r --arg roots "$ROOTS" '
    def root: .digest as $digest | $roots | split(" ") | index($digest) != null;
    def legacy: .owner | startswith("Deployment/legacy");
    def line($name): [$name, length,
      (map(select(.outcome == "violating")) | length), (map(select(.outcome == "undetermined")) | length),
      (map(select(.outcome == "exempted")) | length)] | map(tostring) | join(" ");
    map({namespace, owner, container, digest}) | unique as $units
    | ($units | map(. + {outcome: (if root then "violating" else "compliant" end)}) | line("fleet")),
      ($units | map(select(.namespace | startswith("shop")))
        | map(. + {outcome: (if root then (if legacy then "exempted" else "violating" end) else "compliant" end)})
        | line("load-line")),
      ($units | map(select(.namespace | startswith("bank"))) | map(. + {outcome: "undetermined"}) | line("scanned"))' | sort
  ;;
status)
  "$KUBECTL" get clusterimagepolicies.plimsoll.dev,imagepolicies.plimsoll.dev -A -o json | jq -r '.items[]
    | [.metadata.name, .status.counts.images, .status.counts.violating, .status.counts.undetermined,
       .status.counts.exempted] | map(tostring) | join(" ")' | sort
  ;;
reports)
  "$KUBECTL" get "$REPORTS" -A -o json | jq -r '[.items[] | .scope as $scope | .results[]
    | {policy: (.policy | split("/") | last),
       unit: [$scope.namespace, $scope.kind, $scope.name, .properties.container, .properties.digest], result}]
    | group_by(.policy) | map((.[0].policy) as $policy | group_by(.unit) | map(map(.result))
    | [$policy, length, (map(select(any(. == "fail"))) | length),
       (map(select(all(. != "fail") and any(. == "error"))) | length),
       (map(select(all(. != "fail" and . != "error") and any(. == "skip"))) | length)]
    | map(tostring) | join(" ")) | .[]' | sort
  ;;
digests)
  running | jq -r 'group_by(.digest) | map([.[0].digest, (map([.namespace, .owner]) | unique | length),
    (map([.namespace, .pod]) | unique | length)] | map(tostring) | join(" ")) | .[]' | sort
  ;;
image-reports)
  "$KUBECTL" get imagereports.plimsoll.dev -o json | jq -r '.items[]
    | [.spec.digest, .status.running.workloads, .status.running.pods] | map(tostring) | join(" ")' | sort
  ;;
*)
  echo "counts.sh: no way to count is called $1" >&2
  exit 2
  ;;
esac
