package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.Acceptance;
import dev.plimsoll.api.v1alpha1.AlreadyRunning;
import dev.plimsoll.api.v1alpha1.ClusterImagePolicySpec;
import dev.plimsoll.api.v1alpha1.ImagePolicySpec;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.PolicyReader;
import dev.plimsoll.api.v1alpha1.PolicySpec;
import dev.plimsoll.operator.baseline.BaselineKey;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Reference;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A policy of the cluster as it was read once, for this generation of it. `since` is when that
/// was written, null where nobody knows. `baselineTaken` is since when what ran before is
/// recorded wherever this generation refuses, null where it is not.
public record IndexedPolicy(
    PolicyName called,
    String uid,
    long generation,
    Acceptance acceptance,
    @Nullable PolicySpec spec,
    @Nullable Instant since,
    @Nullable Instant baselineTaken) {
  private static final Logger LOG = LoggerFactory.getLogger(IndexedPolicy.class);

  static IndexedPolicy of(CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    return new IndexedPolicy(
        PolicyName.of(resource),
        resource.getMetadata().getUid(),
        generationOf(resource),
        acceptanceOf(resource),
        resource.getSpec(),
        since(resource),
        baselineTaken(resource));
  }

  /// When the spec was last written, as far as the API server noted that; else when the policy
  /// was created.
  private static @Nullable Instant since(HasMetadata resource) {
    String created = resource.getMetadata().getCreationTimestamp();
    return Stream.concat(
            Stream.ofNullable(created),
            resource.getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getSubresource() == null && entry.getTime() != null)
                .map(ManagedFieldsEntry::getTime))
        .map(Instant::parse)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static @Nullable Instant baselineTaken(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    ImagePolicyStatus status = resource.getStatus();
    return (status == null ? List.<PolicyCondition>of() : status.conditions())
        .stream()
            .filter(c -> c.type().equals(PolicyCondition.BASELINE_TAKEN))
            .filter(c -> c.status() == PolicyCondition.Status.TRUE)
            .filter(c -> c.observedGeneration() == generationOf(resource))
            .findFirst()
            .map(c -> Instant.parse(c.lastTransitionTime()))
            .orElse(null);
  }

  static long generationOf(HasMetadata resource) {
    Long generation = resource.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /// The namespace, empty where it is a policy for the cluster.
  public String namespace() {
    return called.namespace();
  }

  public String name() {
    return called.name();
  }

  /// The policy to judge by, where there is one.
  public Optional<Policy> policy() {
    return switch (acceptance) {
      case Acceptance.Accepted(Policy policy) -> Optional.of(policy);
      case Acceptance.NotAccepted _ -> Optional.empty();
    };
  }

  boolean isReadFrom(CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    return uid.equals(resource.getMetadata().getUid())
        && generation == generationOf(resource)
        && Objects.equals(baselineTaken, baselineTaken(resource));
  }

  /// Whether what ran before its rules refused is tolerated.
  public boolean toleratesWhatRan() {
    return spec != null && spec.alreadyRunning() == AlreadyRunning.TOLERATE;
  }

  /// When toleration ends; null for never.
  @Nullable Instant toleratesUntil() {
    return spec == null || spec.tolerateUntil() == null
        ? null
        : Instant.parse(spec.tolerateUntil());
  }

  /// What its baseline in a namespace belongs to.
  public BaselineKey baselineIn(String namespace) {
    return new BaselineKey(called.isForCluster(), called.name(), namespace);
  }

  /// Whether nothing can have run in a namespace before this policy for the cluster refused in
  /// it: it was made later, and was the policy's from its first moment, as far as labels choose.
  public boolean isOlderThan(String namespace, Namespaces namespaces) {
    Instant made = namespaces.madeAt(namespace).orElse(null);
    return baselineTaken != null
        && made != null
        && made.isAfter(baselineTaken)
        && forCluster()
            .filter(c -> c.namespaceSelector() == null || !namespaces.isChanged(namespace))
            .isPresent();
  }

  /// What the policy says where it is one for the cluster.
  Optional<ClusterImagePolicySpec> forCluster() {
    return switch (spec) {
      case ClusterImagePolicySpec cluster -> Optional.of(cluster);
      case ImagePolicySpec _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  /// Whether the policy is about this image in a Pod with these labels, if about its namespace.
  public boolean covers(Map<String, String> podLabels, Reference image) {
    return spec != null
        && spec.match().selects(podLabels)
        && policy().filter(policy -> policy.match().mayCover(image)).isPresent();
  }

  /// One policy that we fail over must not take the others with it.
  private static Acceptance acceptanceOf(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    try {
      return PolicyReader.read(resource);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("policy", PolicyName.of(resource))
          .setCause(e)
          .log("Reading a policy failed");
      return new Acceptance.NotAccepted(
          List.of("spec: Plimsoll failed while reading it; the operator's log has the fault"));
    }
  }
}
