package dev.plimsoll.cli.policy;

import dev.plimsoll.api.v1alpha1.PolicyMatch;
import dev.plimsoll.cli.yaml.Place;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A policy from a file or a profile: what to judge by, which workloads it is about, and its
/// namespace and place, where it has them.
public record FilePolicy(
    Policy policy, PolicyMatch match, @Nullable String namespace, @Nullable Place place) {

  /// Whether the policy is about an image, whatever workload runs it.
  public boolean covers(Reference image) {
    return policy.match().mayCover(image);
  }

  /// Whether the policy is about an image in a Pod of this namespace with these labels. A
  /// namespace that is not known, the policy's or the Pod's, rules nothing out.
  public boolean covers(@Nullable String inNamespace, Map<String, String> labels, Reference image) {
    boolean here = namespace == null || inNamespace == null || namespace.equals(inNamespace);
    return here && match.selects(labels) && covers(image);
  }

  /// Whether the policy asks for labels that only a workload has.
  public boolean selectsWorkloads() {
    return match.workloadSelector() != null;
  }
}
