package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/// Keeps the index of policies up to date from the API server, and says whether it is.
final class PolicyWatch implements AutoCloseable {
  private final SharedIndexInformer<ImagePolicy> informer;

  PolicyWatch(KubernetesClient client, PolicyIndex index) {
    this.informer =
        client
            .resources(ImagePolicy.class)
            .inAnyNamespace()
            .runnableInformer(0)
            .exceptionHandler((_, _) -> true)
            .addEventHandler(index);
    index.completeWhen(informer::hasSynced);
  }

  /// Starts to watch and does not wait: an API server that is away is waited for.
  void start() {
    informer.start();
  }

  @Override
  public void close() {
    informer.stop();
  }
}
