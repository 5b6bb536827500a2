package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Readiness;
import dev.plimsoll.e2e.parts.process.Script;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.e2e.parts.process.SupervisedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// cert-manager at work in a cluster: its definitions, and those of its controllers that issue from
/// self-signed and CA issuers, with its CA injector, as one process.
///
/// Its webhook is not there: nothing checks its objects but their definitions.
public final class CertManager implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final SupervisedProcess process;

  private CertManager(SupervisedProcess process) {
    this.process = process;
  }

  /// Applies the definitions and starts the process; returns when it works.
  public static CertManager start(ControlPlane cluster, Consumer<String> progress) {
    Path logs =
        cluster
            .logs()
            .orElseThrow(
                () ->
                    new PartsException(
                        "The cluster was given: whether cert-manager works in it is not ours to"
                            + " change."));
    Path directory = build(progress);
    define(cluster.kubectl(), progress);
    int port = FreePorts.next();
    var started =
        new CertManager(
            SupervisedProcess.start(
                "cert-manager",
                List.of(
                    directory.resolve("cert-manager").toString(),
                    "--kubeconfig=" + cluster.kubeconfig(),
                    "--health-address=127.0.0.1:" + port),
                Map.of(),
                logs));
    var probe = new HealthProbe();
    try {
      Readiness.await(started.process, LIMIT, () -> probe.isHealthy("http", port, "/healthz"));
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
    return started;
  }

  /// Applies cert-manager's definitions alone, and returns when its objects can be.
  public static void define(Kubectl kubectl, Consumer<String> progress) {
    Definitions.apply(kubectl, build(progress).resolve("definitions.yaml"));
  }

  /// The last lines of what it says, for a message or a person.
  public String logTail(int lines) {
    return process.logTail(lines);
  }

  @Override
  public void close() {
    process.stop(GRACE);
  }

  private static Path build(Consumer<String> progress) {
    Path script = SourceTree.root().resolve("e2e/cert-manager/build.sh");
    return Path.of(Script.run(script, List.of(), progress).strip());
  }
}
