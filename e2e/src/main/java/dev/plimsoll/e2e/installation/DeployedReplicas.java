package dev.plimsoll.e2e.installation;

import static java.util.stream.Collectors.joining;

import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ServiceAddress;
import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Several operators of an installation that Helm applied, as processes: each with the
/// installation's configuration and an endpoint of its Service.
///
/// What kubelets and the endpoint controller do in a cluster is done here at the chart's pace: an
/// endpoint is ready while the operator says so, asked every five seconds and given up after three
/// failures, or at once when the process has ended or is being ended.
public final class DeployedReplicas implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int TICKS_BETWEEN_PROBES = 5;
  private static final int FAILURES = 3;

  /// One operator and its endpoint.
  public final class Replica {
    private final int number;
    private final OperatorProcess process;
    private volatile boolean draining;
    private volatile boolean answers;
    private volatile boolean ready;
    private volatile boolean gone;
    private int failures;

    private Replica(int number, OperatorProcess process) {
      this.number = number;
      this.process = process;
    }

    public OperatorProcess process() {
      return process;
    }

    public boolean isEndpoint() {
      return ready;
    }

    /// Ends it as a kubelet does, its endpoint taken away at the same time, and starts it again.
    public void restart() {
      draining = true;
      publish();
      process.relaunch();
      answers = false;
      draining = false;
    }

    /// Ends it as a kubelet does, for good.
    private void retire() {
      draining = true;
      publish();
      replicas.remove(this);
      gone = true;
      process.close();
    }

    /// Ends it as the kernel's memory killer would, and starts it again. A kubelet sees within a
    /// second that a container has ended.
    public void kill() {
      process.kill();
      pause(TICK);
      answers = false;
      publish();
      process.relaunch();
    }

    /// Stops it where it stands: its connections stay open and nothing is answered.
    public void freeze() {
      try {
        new ProcessBuilder("sh", "-c", "kill -STOP $0", Long.toString(process.processId()))
            .inheritIO()
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new PartsException("Cannot freeze the operator: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PartsException("Interrupted while freezing the operator", e);
      }
    }

    private void watch() {
      for (int tick = 0; !closed && !gone; tick++) {
        try {
          if (!process.isRunning()) {
            answers = false;
            publish();
          } else if (!draining && (!ready || tick % TICKS_BETWEEN_PROBES == 0)) {
            probe();
          }
        } catch (KubernetesClientException _) {
          // The API server is away or late: a controller tries again.
        }
        pause(TICK);
      }
    }

    private void probe() {
      if (process.isReady()) {
        failures = 0;
        answers = true;
      } else if (++failures >= FAILURES) {
        answers = false;
      }
      publish();
    }

    /// What is true when the turn comes, not what was when somebody asked: the one who drains and
    /// the one who probes are two.
    private synchronized void publish() {
      boolean now = answers && !draining;
      if (now != ready) {
        WebhookRegistration.endpoint(
            cluster.client(), "plimsoll-replica-" + number, address, process.webhookPort(), now);
        ready = now;
      }
    }
  }

  private final ControlPlane cluster;
  private final String address;
  private final WorkDirectory directory;
  private final OperatorProgram program;
  private final List<String> properties;
  private final List<Replica> replicas = new CopyOnWriteArrayList<>();
  private final AtomicInteger started = new AtomicInteger();
  private volatile boolean closed;

  private DeployedReplicas(
      ControlPlane cluster,
      WorkDirectory directory,
      OperatorProgram program,
      List<String> properties) {
    this.cluster = cluster;
    this.directory = directory;
    this.program = program;
    this.properties = properties;
    this.address =
        cluster.serviceAddress().orElseThrow(() -> new PartsException(ServiceAddress.howToAdd()));
  }

  /// Starts so many, and returns when all are endpoints. `properties` outweigh the installation's.
  public static DeployedReplicas start(
      ControlPlane cluster, int count, OperatorProgram program, String... properties) {
    DeployedReplicas all =
        new DeployedReplicas(cluster, WorkDirectory.at(null), program, List.of(properties));
    try {
      for (int i = 0; i < count; i++) {
        all.add();
      }
      all.awaitAll(Duration.ofSeconds(120));
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
    return all;
  }

  public List<Replica> all() {
    return List.copyOf(replicas);
  }

  /// Replaces each as the chart's Deployment does: a new one besides the others, and once that has
  /// been ready for `minReady`, an old one ends.
  public void roll(Duration longest, Duration minReady) {
    for (Replica old : all()) {
      add();
      awaitAll(longest);
      pause(minReady);
      old.retire();
    }
  }

  /// Waits until all are endpoints.
  public void awaitAll(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    while (!replicas.stream().allMatch(Replica::isEndpoint)) {
      if (System.nanoTime() - end > 0) {
        throw new PartsException(
            replicas.stream()
                .filter(replica -> !replica.isEndpoint())
                .map(replica -> replica.process().logTail())
                .collect(
                    joining(
                        "\n\n",
                        "Not all operators are ready after " + longest.toSeconds() + " s:\n",
                        "")));
      }
      pause(Duration.ofMillis(200));
    }
  }

  @Override
  public void close() {
    closed = true;
    replicas.forEach(replica -> replica.process().close());
    directory.close();
  }

  private void add() {
    int number = started.getAndIncrement();
    Path own = directory.path().resolve("replica-" + number);
    Path configuration = own.resolve("application.properties");
    try {
      Files.createDirectories(own);
      List<String> lines = new ArrayList<>();
      lines.add(DeployedOperator.configuration(cluster.kubectl()));
      lines.addAll(properties); // the last line of a property counts
      Files.write(configuration, lines);
    } catch (IOException e) {
      throw new PartsException("Cannot write " + configuration + ": " + e.getMessage(), e);
    }
    List<String> all = new ArrayList<>();
    all.add("plimsoll.namespace=" + Installation.NAMESPACE);
    all.add("plimsoll.leader.identity=replica-" + number);
    all.add("smallrye.config.locations=" + program.visible(configuration));
    all.add("quarkus.shutdown.delay=5s"); // as the chart sets it
    OperatorProcess process =
        new OperatorProcess(
            program,
            OperatorAccount.kubeconfig(cluster.kubectl(), own),
            own.resolve("logs"),
            FreePorts.next(),
            all);
    Replica replica = new Replica(number, process);
    replicas.add(replica);
    Thread.ofVirtual().name("kubelet-" + number).start(replica::watch);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while watching operators", e);
    }
  }
}
