package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.Readiness;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.e2e.parts.process.SupervisedProcess;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The programs that make things happen in a cluster: the controller-manager, the scheduler, and
/// kwok in place of kubelets; those of them that are there.
final class Controllers implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration GRACE = Duration.ofSeconds(2);

  // Not the endpoint slice controller: the endpoints of a webhook's Service are written by whoever
  // runs the webhook here, outside of any Pod.
  private static final String CONTROLLERS =
      String.join(
          ",",
          "clusterrole-aggregation-controller",
          "cronjob-controller",
          "daemonset-controller",
          "deployment-controller",
          "disruption-controller",
          "garbage-collector-controller",
          "job-controller",
          "namespace-controller",
          "node-lifecycle-controller",
          "replicaset-controller",
          "replicationcontroller-controller",
          "resourcequota-controller",
          "root-ca-certificate-publisher-controller",
          "serviceaccount-controller",
          "statefulset-controller",
          "ttl-after-finished-controller");

  private final Binaries binaries;
  private final Identities identities;
  private final Path kubeconfig;
  private final Path logs;
  private final HealthProbe probe;
  private final List<Started> started = new ArrayList<>();

  private record Started(SupervisedProcess process, Callable<Boolean> isReady) {}

  Controllers(Binaries binaries, Identities identities, Path kubeconfig, Path logs) {
    this.binaries = binaries;
    this.identities = identities;
    this.kubeconfig = kubeconfig;
    this.logs = logs;
    this.probe = new HealthProbe(identities.authority());
  }

  /// Starts those that are there, makes the nodes, and returns when all of them work.
  void start(KubernetesClient client, List<FakeNodes> nodes) {
    binaries.optional("kube-controller-manager").ifPresent(program -> manager(program, client));
    binaries.optional("kube-scheduler").ifPresent(this::scheduler);
    if (!nodes.isEmpty()) {
      binaries.optional("kwok").ifPresent(program -> kwok(program, client, nodes));
    }
    started.forEach(each -> Readiness.await(each.process(), LIMIT, each.isReady()));
  }

  /// One sentence for each program that is not there.
  static List<String> limits(Binaries binaries) {
    var limits = new ArrayList<String>();
    missing(binaries, "kube-controller-manager", "a Deployment or a Job makes no Pods")
        .ifPresent(limits::add);
    missing(binaries, "kube-scheduler", "a Pod gets no node unless it names one")
        .ifPresent(limits::add);
    missing(binaries, "kwok", "there are no nodes and no Pod runs").ifPresent(limits::add);
    return limits;
  }

  private static Optional<String> missing(Binaries binaries, String program, String effect) {
    return binaries.optional(program).isPresent()
        ? Optional.empty()
        : Optional.of("There is no %s in %s: %s.".formatted(program, binaries.directory(), effect));
  }

  @Override
  public void close() {
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      started.forEach(each -> threads.execute(() -> each.process().stop(GRACE)));
    }
  }

  private void manager(Path program, KubernetesClient client) {
    int port = FreePorts.next();
    start(
        "kube-controller-manager",
        () ->
            probe.isHealthy("https", port, "/healthz")
                && client.serviceAccounts().inNamespace("default").withName("default").get()
                    != null,
        program,
        "--kubeconfig=" + kubeconfig,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--tls-cert-file=" + identities.server().certificate(),
        "--tls-private-key-file=" + identities.server().privateKey(),
        "--leader-elect=false",
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
        "--service-account-private-key-file=" + identities.serviceAccounts().privateKey(),
        "--root-ca-file=" + identities.authorityFile(),
        "--controllers=" + CONTROLLERS);
  }

  private void scheduler(Path program) {
    int port = FreePorts.next();
    start(
        "kube-scheduler",
        () -> probe.isHealthy("https", port, "/healthz"),
        program,
        "--kubeconfig=" + kubeconfig,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--tls-cert-file=" + identities.server().certificate(),
        "--tls-private-key-file=" + identities.server().privateKey(),
        "--leader-elect=false",
        "--kube-api-qps=500",
        "--kube-api-burst=1000");
  }

  private void kwok(Path program, KubernetesClient client, List<FakeNodes> nodes) {
    var flags =
        new ArrayList<>(
            List.of(
                "--kubeconfig=" + kubeconfig,
                "--manage-all-nodes=true",
                "--node-lease-duration-seconds=40",
                "--cidr=10.244.0.0/16",
                "--node-ip=10.245.0.1",
                "--server-address=127.0.0.1:" + FreePorts.next()));
    stages().forEach(stage -> flags.add("--config=" + stage));
    var made = nodes.stream().flatMap(each -> each.nodes().stream()).toList();
    start("kwok", () -> areReady(client, made.size()), program, flags.toArray(String[]::new));
    made.forEach(node -> client.nodes().resource(node).create());
  }

  private void start(String name, Callable<Boolean> isReady, Path program, String... flags) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(flags));
    started.add(new Started(SupervisedProcess.start(name, command, Map.of(), logs), isReady));
  }

  private static List<Path> stages() {
    try (var files = Files.list(SourceTree.controlPlane().resolve("stages"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean areReady(KubernetesClient client, int count) {
    return client.nodes().list().getItems().stream().filter(Controllers::isReady).count() >= count;
  }

  private static boolean isReady(Node node) {
    return node.getSpec().getTaints().isEmpty()
        && node.getStatus().getConditions().stream()
            .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
  }
}
