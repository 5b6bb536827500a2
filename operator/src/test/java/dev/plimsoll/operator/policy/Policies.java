package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.operator.metrics.Metrics;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;

/// Policies for tests, written as their users write them.
public final class Policies {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Policies() {}

  /// The policy `shop/load-line` in its first generation, with this spec as YAML in braces.
  public static ImagePolicy policy(String spec) {
    return policy("shop", "load-line", 1, spec);
  }

  public static ImagePolicy policy(String namespace, String name, long generation, String spec) {
    return SERIALIZATION.unmarshal(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImagePolicy
        metadata: {namespace: %s, name: %s, uid: "uid-of-%s", generation: %d}
        spec: %s
        """
            .formatted(namespace, name, name, generation, spec),
        ImagePolicy.class);
  }

  public static IndexedPolicy indexed(String spec) {
    return IndexedPolicy.of(policy(spec));
  }

  public static IndexedPolicy indexed(ImagePolicy policy) {
    return IndexedPolicy.of(policy);
  }

  public static PolicyIndex index(ImagePolicy... policies) {
    PolicyIndex index =
        new PolicyIndex(Set.of("kube-system"), new Metrics(new SimpleMeterRegistry()));
    for (ImagePolicy policy : policies) {
      index.onAdd(policy);
    }
    return index;
  }
}
