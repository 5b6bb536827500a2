package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ClusterImagePolicy;
import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.namespace.Namespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;

/// Keeps what policies are made of up to date from the API server, and says whether it is: the
/// policies, the exemptions from them, their baselines, and the namespaces that they choose.
final class PolicyWatch implements AutoCloseable {
  private final KubernetesClient client;
  private final List<SharedIndexInformer<?>> informers;

  PolicyWatch(
      KubernetesClient client,
      PolicyIndex policies,
      ExemptionIndex exemptions,
      BaselineIndex baselines,
      Namespaces namespaces) {
    this.client = client;
    this.informers =
        List.of(
            informer(Namespace.class, namespaces),
            informer(ImageExemption.class, exemptions),
            informer(RecordedBaseline.class, baselines),
            informer(ImagePolicy.class, policies),
            informer(ClusterImagePolicy.class, policies));
    policies.completeWhen(() -> informers.stream().allMatch(SharedIndexInformer::hasSynced));
  }

  private <T extends HasMetadata> SharedIndexInformer<T> informer(
      Class<T> type, ResourceEventHandler<? super T> handler) {
    return client
        .resources(type)
        .inAnyNamespace()
        .runnableInformer(0)
        .exceptionHandler((_, _) -> true)
        .addEventHandler(handler);
  }

  /// Starts to watch and does not wait: an API server that is away is waited for.
  void start() {
    informers.forEach(SharedIndexInformer::start);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }
}
