package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.ServiceAddress;
import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The operator of an installation that Helm or kubectl applied, as a process: with the
/// configuration and the service account that the installation has for it, at the endpoint of
/// its Service.
public final class DeployedOperator implements AutoCloseable {
  private static final Path APPLICATION =
      SourceTree.root().resolve("operator/target/quarkus-app/quarkus-run.jar");

  private final WorkDirectory directory;
  private final Path kubeconfig;
  private final OperatorProcess process;

  private DeployedOperator(WorkDirectory directory, Path kubeconfig, OperatorProcess process) {
    this.directory = directory;
    this.kubeconfig = kubeconfig;
    this.process = process;
  }

  /// Starts it, and returns when it is ready. `properties` outweigh the installation's.
  public static DeployedOperator start(ControlPlane cluster, String... properties) {
    int port = FreePorts.next();
    WebhookRegistration.endpoint(cluster.client(), serviceAddress(cluster), port);
    return launch(cluster, port, properties);
  }

  /// Starts it while another one answers, which it follows at the endpoint once it is ready.
  public static DeployedOperator startBeside(ControlPlane cluster, String... properties) {
    int port = FreePorts.next();
    DeployedOperator operator = launch(cluster, port, properties);
    WebhookRegistration.endpoint(cluster.client(), serviceAddress(cluster), port);
    return operator;
  }

  private static String serviceAddress(ControlPlane cluster) {
    return cluster
        .serviceAddress()
        .orElseThrow(() -> new PartsException(ServiceAddress.howToAdd()));
  }

  private static DeployedOperator launch(ControlPlane cluster, int port, String... properties) {
    WorkDirectory directory = WorkDirectory.at(null);
    Path kubeconfig = OperatorAccount.kubeconfig(cluster.kubectl(), directory.path());
    Path configuration = directory.path().resolve("application.properties");
    // The file has the rank of who names it, here a system property's: what outweighs it stands in
    // it.
    List<String> lines = new ArrayList<>(List.of(configuration(cluster.kubectl())));
    lines.add("plimsoll.cache.directory=" + directory.path().resolve("cache"));
    lines.addAll(List.of(properties));
    try {
      Files.writeString(configuration, String.join("\n", lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> all =
        List.of(
            "plimsoll.namespace=" + Installation.NAMESPACE,
            "smallrye.config.locations=" + configuration);
    OperatorProcess process =
        new OperatorProcess(
            OperatorProgram.packaged(),
            kubeconfig,
            cluster.logs().orElse(directory.logs()),
            port,
            all);
    DeployedOperator operator = new DeployedOperator(directory, kubeconfig, process);
    try {
      process.awaitReady();
    } catch (RuntimeException e) {
      operator.close();
      throw e;
    }
    return operator;
  }

  static String configuration(Kubectl kubectl) {
    Outcome outcome =
        kubectl.run(
            "get",
            "configmap",
            "plimsoll",
            "--namespace=" + Installation.NAMESPACE,
            "-o=jsonpath={.data.application\\.properties}");
    if (!outcome.succeeded()) {
      throw new PartsException("The operator's configuration is not there: " + outcome.err());
    }
    return outcome.out();
  }

  public OperatorProcess process() {
    return process;
  }

  /// What the Job of `helm test` runs, to its end: its exit status and what it says.
  public Outcome selfTest() {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            APPLICATION.toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "PLIMSOLL_TASK",
                "self-test",
                "PLIMSOLL_PROBE_NAMESPACE",
                "plimsoll-probe"));
    try {
      Process test = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String out = new String(test.getInputStream().readAllBytes());
      if (!test.waitFor(90, TimeUnit.SECONDS)) {
        test.destroyForcibly();
        throw new PartsException("The self-test did not end: " + out);
      }
      return new Outcome(test.exitValue(), out, "");
    } catch (IOException e) {
      throw new PartsException("Cannot run the self-test: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while running the self-test", e);
    }
  }

  @Override
  public void close() {
    process.close();
    directory.close();
  }
}
