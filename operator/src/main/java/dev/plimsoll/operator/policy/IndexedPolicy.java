package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.Acceptance;
import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.PolicyMatch;
import dev.plimsoll.api.v1alpha1.PolicyReader;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A policy of the cluster as it was read once, for this generation of it.
public record IndexedPolicy(
    String namespace,
    String name,
    String uid,
    long generation,
    Acceptance acceptance,
    PolicyMatch match) {
  private static final Logger LOG = LoggerFactory.getLogger(IndexedPolicy.class);

  static IndexedPolicy of(ImagePolicy resource) {
    return new IndexedPolicy(
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid(),
        generationOf(resource),
        acceptanceOf(resource),
        resource.getSpec() == null ? PolicyMatch.EVERYTHING : resource.getSpec().match());
  }

  static long generationOf(ImagePolicy resource) {
    Long generation = resource.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /// The policy to judge by, where there is one.
  public Optional<Policy> policy() {
    return switch (acceptance) {
      case Acceptance.Accepted(Policy policy) -> Optional.of(policy);
      case Acceptance.NotAccepted _ -> Optional.empty();
    };
  }

  boolean isReadFrom(ImagePolicy resource) {
    return uid.equals(resource.getMetadata().getUid()) && generation == generationOf(resource);
  }

  /// Whether the policy is about this image in a Pod with these labels.
  public boolean covers(Map<String, String> podLabels, Reference image) {
    return policy()
        .filter(policy -> match.selects(podLabels) && policy.match().covers(image))
        .isPresent();
  }

  /// One policy that we fail over must not take the others with it.
  private static Acceptance acceptanceOf(ImagePolicy resource) {
    try {
      return PolicyReader.read(resource);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("namespace", resource.getMetadata().getNamespace())
          .addKeyValue("policy", resource.getMetadata().getName())
          .setCause(e)
          .log("Reading a policy failed");
      return new Acceptance.NotAccepted(
          List.of("spec: Plimsoll failed while reading it; the operator's log has the fault"));
    }
  }
}
