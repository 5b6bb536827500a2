package dev.plimsoll.cli.cluster;

import dev.plimsoll.cli.manifest.ManifestWorkload;
import dev.plimsoll.workload.WorkloadKind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A workload as people name it to kubectl: `deployment/web`, `deploy/web`, `deployments.apps/web`.
public record WorkloadName(WorkloadKind kind, String name) {
  private static final Map<String, String> SHORT =
      Map.of(
          "po", "Pod",
          "deploy", "Deployment",
          "sts", "StatefulSet",
          "ds", "DaemonSet",
          "rs", "ReplicaSet",
          "rc", "ReplicationController",
          "cj", "CronJob");

  /// What `text` names, where it names a workload and no image.
  public static Optional<WorkloadName> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || slash != text.lastIndexOf('/') || slash == text.length() - 1) {
      return Optional.empty();
    }
    String written = text.substring(0, slash).toLowerCase(Locale.ROOT);
    return WorkloadKind.ALL.stream()
        .filter(
            kind ->
                kind.fullName().equals(written)
                    || kind.resource().equals(written)
                    || kind.kind().equalsIgnoreCase(written)
                    || kind.kind().equals(SHORT.get(written)))
        .findFirst()
        .map(kind -> new WorkloadName(kind, text.substring(slash + 1)));
  }

  /// Whether this is the workload, in whichever namespace.
  public boolean names(ManifestWorkload workload) {
    return workload
        .title()
        .equals(kind.kind() + " " + String.valueOf(workload.namespace()) + "/" + name);
  }
}
