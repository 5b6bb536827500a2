package dev.plimsoll.operator.baseline;

import dev.plimsoll.api.v1alpha1.BaselineSpec.PolicyRef;
import dev.plimsoll.api.v1alpha1.RecordedBaseline;

/// A policy in a namespace: what one baseline belongs to. `forCluster` says which kind of policy it
/// is.
public record BaselineKey(boolean forCluster, String policy, String namespace) {
  private static final String CLUSTER = "ClusterImagePolicy";

  /// What a resource is the baseline of.
  public static BaselineKey of(RecordedBaseline resource) {
    PolicyRef policy = resource.getSpec().policy();
    return new BaselineKey(
        policy.kind().equals(CLUSTER), policy.name(), resource.getMetadata().getNamespace());
  }

  public PolicyRef reference() {
    return new PolicyRef(forCluster ? CLUSTER : "ImagePolicy", policy);
  }

  /// What the resource is called.
  public String resourceName() {
    return reference().baselineName();
  }
}
