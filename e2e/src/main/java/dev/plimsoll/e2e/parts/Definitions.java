package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Custom resource definitions, and knowing when a cluster has them.
///
/// What is served can be listed. The condition `Established` comes a moment earlier: an object that
/// is applied by then may be of a kind that nobody knows, and a definition that is deleted by then
/// may stay for minutes. `kubectl wait` also gives up at once on a definition without conditions.
public final class Definitions {
  private static final Duration SERVED = Duration.ofMinutes(2);
  private static final String KIND = "customresourcedefinition.apiextensions.k8s.io/";

  private Definitions() {}

  /// Applies a file or a directory of definitions, and returns once they are served.
  public static void apply(Kubectl kubectl, Path file) {
    var applied =
        kubectl.run(
            "apply", "--server-side", "--force-conflicts", "-o=name", "-f", file.toString());
    if (!applied.succeeded()) {
      throw new PartsException(file + " cannot be applied: " + applied.err().strip());
    }
    awaitServed(
        kubectl,
        applied
            .out()
            .lines()
            .filter(line -> line.startsWith(KIND))
            .map(line -> line.substring(KIND.length()))
            .toList());
  }

  /// Returns once objects of all of these can be listed; `names` are those of the definitions, as
  /// `imagepolicies.plimsoll.dev`.
  public static void awaitServed(Kubectl kubectl, List<String> names) {
    if (!names.isEmpty()) {
      var list = String.join(",", names);
      Patience.await(
          SERVED,
          () -> kubectl.run("get", list, "--all-namespaces", "-o=name").succeeded(),
          () ->
              "Not served after %d s: %s"
                  .formatted(
                      SERVED.toSeconds(),
                      kubectl.run("get", list, "--all-namespaces", "-o=name").err().strip()));
    }
  }
}
