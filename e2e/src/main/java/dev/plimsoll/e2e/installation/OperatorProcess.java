package dev.plimsoll.e2e.installation;

import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Readiness;
import dev.plimsoll.e2e.parts.process.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The packaged operator as a process: started on free ports, asked for its health and metrics,
/// ended or killed.
public final class OperatorProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(120);
  private static final Duration GRACE = Duration.ofSeconds(180);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /// As long as a kubelet would wait for a probe on a slow machine.
  private static final Duration PROBE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final OperatorProgram program;
  private final Path kubeconfig;
  private final Path logs;
  private final List<String> properties;
  private final int webhookPort;
  private final int managementPort = FreePorts.next();
  private volatile SupervisedProcess process;
  private Duration timeToReady = Duration.ZERO;

  OperatorProcess(
      OperatorProgram program,
      Path kubeconfig,
      Path logs,
      int webhookPort,
      List<String> properties) {
    this.program = program;
    this.kubeconfig = kubeconfig;
    this.logs = logs;
    this.webhookPort = webhookPort;
    this.properties = List.copyOf(properties);
    this.process = launch();
  }

  private SupervisedProcess launch() {
    Map<String, String> all = new TreeMap<>();
    all.put("quarkus.http.ssl-port", Integer.toString(webhookPort));
    all.put("quarkus.management.port", Integer.toString(managementPort));
    all.put("quarkus.management.host", "127.0.0.1");
    for (String property : properties) {
      String[] parts = property.split("=", 2);
      all.put(parts[0], parts[1]);
    }
    OperatorProgram.Start start = program.start(kubeconfig, all);
    // The log of this one alone, though others may run in the same cluster.
    String name = "operator-" + webhookPort;
    return SupervisedProcess.start(name, start.command(), start.environment(), logs);
  }

  /// Returns once the operator says that it is ready to judge.
  public void awaitReady() {
    long start = System.nanoTime();
    Readiness.await(process, READY, () -> readiness().statusCode() == 200);
    timeToReady = Duration.ofNanos(System.nanoTime() - start);
  }

  /// How long the last [#awaitReady] took, from the start of the process where it was called at
  /// once.
  public Duration timeToReady() {
    return timeToReady;
  }

  public int managementPort() {
    return managementPort;
  }

  public int webhookPort() {
    return webhookPort;
  }

  public Metrics metrics() {
    return Metrics.parse(metricsPage());
  }

  /// The metrics as they are written.
  public String metricsPage() {
    return get("/q/metrics", ANSWER).body();
  }

  /// The longest that a review took lately.
  public Duration slowestReview() {
    double seconds =
        metrics()
            .matching("plimsoll_admission_duration_seconds_max", Map.of())
            .mapToDouble(Metrics.Sample::value)
            .max()
            .orElseThrow(() -> new PartsException("The operator measures no admission."));
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  public Path log() {
    return process.log();
  }

  public long processId() {
    return process.program().orElseThrow().pid();
  }

  public boolean isRunning() {
    return process.isRunning();
  }

  /// Ends the operator as the kernel's memory killer would.
  public void kill() {
    process.kill();
  }

  /// Starts it again on the same ports and waits until it is ready.
  public void restart() {
    relaunch();
    awaitReady();
  }

  /// Starts it again on the same ports and does not wait.
  public void relaunch() {
    if (process.isRunning()) {
      process.stop(GRACE);
    }
    process = launch();
  }

  /// Whether it says now that it takes reviews.
  public boolean isReady() {
    try {
      return readiness().statusCode() == 200;
    } catch (PartsException _) {
      return false; // nothing answers yet
    }
  }

  /// What went wrong most recently, for a message.
  public String logTail() {
    return logTail(15);
  }

  /// The last lines of the log.
  public String logTail(int lines) {
    return process.logTail(lines);
  }

  @Override
  public void close() {
    process.stop(GRACE);
    http.close();
  }

  private HttpResponse<String> readiness() {
    return get("/q/health/ready", PROBE);
  }

  private HttpResponse<String> get(String path, Duration longest) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
              .timeout(longest)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new PartsException("The operator's management port does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while asking the operator", e);
    }
  }
}
