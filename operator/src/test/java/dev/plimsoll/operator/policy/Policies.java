package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
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

  /// A baseline of a policy in a namespace, taken for these rules, that tolerates nothing.
  public static RecordedBaseline baseline(
      IndexedPolicy policy, String namespace, Collection<String> rules) {
    BaselineKey key = policy.baselineIn(namespace);
    RecordedBaseline baseline = new RecordedBaseline();
    baseline.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(key.resourceName())
            .withUid("uid")
            .withResourceVersion("1")
            .build());
    baseline.setSpec(
        new BaselineSpec(
            key.reference(),
            rules.stream()
                .map(rule -> new BaselineSpec.TakenRule(rule, "2026-11-21T10:00:00Z"))
                .toList(),
            0,
            List.of(),
            null,
            null,
            null));
    return baseline;
  }

  /// An index of a cluster without exemptions and baselines, whose namespaces nobody can tell
  /// the labels of.
  public static PolicyIndex index(MeterRegistry registry) {
    Namespaces namespaces = new Namespaces(_ -> null);
    return new PolicyIndex(
        Set.of("kube-system"),
        namespaces,
        new ExemptionIndex(namespaces, "plimsoll-system"),
        new BaselineIndex(),
        new Metrics(registry));
  }

  public static PolicyIndex index(ImagePolicy... policies) {
    PolicyIndex index = index(new SimpleMeterRegistry());
    for (ImagePolicy policy : policies) {
      index.onAdd(policy);
    }
    return index;
  }
}
