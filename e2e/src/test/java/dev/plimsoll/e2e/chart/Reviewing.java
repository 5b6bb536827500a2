package dev.plimsoll.e2e.chart;

import dev.plimsoll.e2e.Repeated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;

/// A Pod after the other, as a dry run, each of which a policy refuses in the namespace `shop`:
/// whatever else becomes of one is a review that was lost.
final class Reviewing {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String REASON = "mutable-tag";

  private Reviewing() {}

  static Repeated start(KubernetesClient client) {
    return Repeated.every(PAUSE, () -> lost(client));
  }

  /// What became of a Pod that should have been refused; empty where it was.
  static Optional<String> lost(KubernetesClient client) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("try")
            .withNamespace("shop")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withImage("registry.example.com/shop/web:latest")
            .endContainer()
            .endSpec()
            .build();
    try {
      client.resource(pod).dryRun().create();
      return Optional.of("admitted");
    } catch (KubernetesClientException e) {
      String message = e.getStatus() == null ? e.toString() : e.getStatus().getMessage();
      return message.contains(REASON) ? Optional.empty() : Optional.of(message);
    }
  }
}
