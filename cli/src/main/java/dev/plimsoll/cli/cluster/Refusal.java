package dev.plimsoll.cli.cluster;

import java.util.List;
import java.util.Locale;

/// Why kubectl told nothing, told from what it wrote.
final class Refusal {
  private static final List<String> AWAY =
      List.of(
          "unable to connect to the server",
          "connection refused",
          "was refused - did you specify",
          "timeout",
          "timed out",
          "no such host",
          "i/o timeout",
          "the server is currently unable",
          "too many requests");

  private Refusal() {}

  static ClusterException of(String resources, String said) {
    String plain = said.toLowerCase(Locale.ROOT);
    if (plain.contains("the server doesn't have a resource type")
        || plain.contains("could not find the requested resource")) {
      return new ClusterException(
          "the cluster knows no %s: Plimsoll is not installed there, or an older one is; install it, or"
                  .formatted(resources)
              + " choose another cluster with --context",
          false);
    }
    if (plain.contains("forbidden")) {
      return new ClusterException(
          "you may not list %s there: look at one namespace with --namespace, or ask for the"
                  .formatted(resources)
              + " right to (of ImageReports, the ClusterRole plimsoll-report-viewer)",
          false);
    }
    String first =
        said.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    boolean away = AWAY.stream().anyMatch(plain::contains);
    return new ClusterException(
        (away ? "kubectl cannot reach the cluster: " : "kubectl get " + resources + " failed: ")
            + (first.isEmpty() ? "it does not say why" : lastOf(said, first)),
        away);
  }

  /// kubectl's own verdict stands last, after what its libraries complain of.
  private static String lastOf(String said, String first) {
    return said.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((_, later) -> later)
        .orElse(first);
  }
}
