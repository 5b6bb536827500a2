package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Script;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// `helm` for one cluster, and this repository's chart.
public record Helm(Kubectl program) {
  /// The chart as it lies in the source tree.
  public static final Path CHART = SourceTree.root().resolve("helm/plimsoll");

  /// Helm, built from its Go module where it is not yet.
  public static Helm in(Path kubeconfig, Consumer<String> progress) {
    Path script = SourceTree.root().resolve("e2e/helm/build.sh");
    Path directory = Path.of(Script.run(script, List.of(), progress).strip());
    return new Helm(new Kubectl(directory.resolve("helm"), kubeconfig));
  }

  public Outcome run(String... arguments) {
    return program.run(arguments);
  }

  /// The objects that the chart consists of with these arguments, hooks too.
  public List<Manifest> template(String... arguments) {
    Outcome outcome = templateOutcome(arguments);
    if (!outcome.succeeded()) {
      throw new AssertionError(outcome.err());
    }
    return Manifest.all(outcome.out());
  }

  /// What `helm template` says.
  public Outcome templateOutcome(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "template",
                "plimsoll",
                CHART.toString(),
                "--namespace=" + Installation.NAMESPACE,
                "--kube-version=1.36"));
    line.addAll(List.of(arguments));
    return run(line.toArray(String[]::new));
  }
}
