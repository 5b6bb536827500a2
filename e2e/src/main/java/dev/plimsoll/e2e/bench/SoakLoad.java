package dev.plimsoll.e2e.bench;

import dev.plimsoll.e2e.bench.SoakTally.Expected;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Pods created as dry runs at a steady rate, whether or not the former ones were answered.
final class SoakLoad implements AutoCloseable {
  private final List<KubernetesClient> clients;
  private final String namespace;
  private final List<String> admitted;
  private final List<String> denied;
  private final SoakTally tally;
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

  /// `clients` take turns. They must not try again by itself, or failures would not be seen.
  SoakLoad(
      List<KubernetesClient> clients,
      String namespace,
      List<String> admitted,
      List<String> denied,
      SoakTally tally) {
    this.clients = List.copyOf(clients);
    this.namespace = namespace;
    this.admitted = List.copyOf(admitted);
    this.denied = List.copyOf(denied);
    this.tally = tally;
  }

  /// Sends for so long; every other Pod is to be denied. Returns when all was sent.
  void send(Duration time, int perSecond, Supplier<String> phase) {
    long start = System.nanoTime();
    long count = time.toSeconds() * perSecond;
    for (int i = 0; i < count; i++) {
      long due = start + i * 1_000_000_000L / perSecond;
      while (System.nanoTime() - due < 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      Expected expected = i % 2 == 0 ? Expected.ADMITTED : Expected.DENIED;
      List<String> images = expected == Expected.ADMITTED ? admitted : denied;
      String image = images.get(i / 2 % images.size());
      String name = "soak-" + i;
      KubernetesClient client = clients.get(i % clients.size());
      senders.submit(() -> ask(phase.get(), expected, client, name, image));
    }
  }

  /// Asks once and says whether the answer was the expected one, outside the tally.
  boolean isAnswered(Expected expected, String image) {
    Optional<KubernetesClientException> error = create(clients.getFirst(), "soak-try", image);
    return expected == Expected.DENIED
        ? error.isPresent() && String.valueOf(error.get().getMessage()).contains("is refused")
        : error.isEmpty();
  }

  private void ask(
      String phase, Expected expected, KubernetesClient client, String name, String image) {
    long start = System.nanoTime();
    Optional<KubernetesClientException> error = create(client, name, image);
    tally.add(phase, expected, error, Duration.ofNanos(System.nanoTime() - start));
  }

  private Optional<KubernetesClientException> create(
      KubernetesClient client, String name, String image) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage(image)
            .endContainer()
            .endSpec()
            .build();
    try {
      client.pods().inNamespace(namespace).resource(pod).dryRun().create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(e);
    }
  }

  /// Waits for the answers that are still out.
  @Override
  public void close() {
    senders.close();
  }
}
