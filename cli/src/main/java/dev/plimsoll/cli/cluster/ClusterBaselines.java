package dev.plimsoll.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.api.v1alpha1.BaselineRecords;
import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.BaselineSpec.PolicyRef;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.baseline.Baseline;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What policies of a cluster tolerate since it ran before they refused it, namespace by
/// namespace.
///
/// As things are, a rule for which nothing was recorded yet only warns. Where policies are judged
/// by as if they enforced, it refuses, as it will once that is done.
public final class ClusterBaselines {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Map<Key, Baseline> held = new ConcurrentHashMap<>();
  private final boolean enforced;

  /// `enforced` is whether policies are judged by as if they enforced.
  ClusterBaselines(boolean enforced) {
    this.enforced = enforced;
  }

  /// A policy in a namespace.
  private record Key(PolicyRef policy, String namespace) {}

  /// Takes over a baseline as the operator does: one that is called otherwise than its policy's
  /// counts for nothing.
  void add(ObjectNode object) {
    JsonNode metadata = object.path("metadata");
    String namespace = metadata.path("namespace").asText();
    String name = metadata.path("name").asText();
    try {
      BaselineSpec spec = JSON.treeToValue(object.path("spec"), BaselineSpec.class);
      if (spec != null && spec.policy() != null && spec.policy().baselineName().equals(name)) {
        String version = metadata.path("resourceVersion").asText();
        held.put(
            new Key(spec.policy(), namespace),
            BaselineRecords.read(namespace + "/" + name, version, spec));
      }
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException _) {
      // What makes no sense tolerates nothing, there as here.
    }
  }

  /// The policy, tolerating in a namespace what was recorded there for it. A namespace that is
  /// younger than the policy has a baseline a moment after it was made, an empty one.
  Policy spare(ClusterPolicy of, String namespace, Policy policy) {
    if (!of.toleratesWhatRan()) {
      return policy;
    }
    Baseline baseline = baselineOf(of, namespace);
    Policy sparing = baseline == null ? policy : policy.tolerating(baseline.until(endOf(of)));
    return enforced
        ? sparing
        : sparing.refusingOnly(rule -> baseline != null && baseline.covers(rule));
  }

  private @Nullable Baseline baselineOf(ClusterPolicy policy, String namespace) {
    String kind = policy.namespace().isEmpty() ? "ClusterImagePolicy" : "ImagePolicy";
    return held.get(new Key(new PolicyRef(kind, policy.name()), namespace));
  }

  /// An accepted policy's end of toleration is a moment.
  private static @Nullable Instant endOf(ClusterPolicy policy) {
    String end = policy.spec().tolerateUntil();
    return end == null ? null : Instant.parse(end);
  }
}
