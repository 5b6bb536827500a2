package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.PolicyCondition.Status;
import dev.plimsoll.api.v1alpha1.PolicySpec;
import dev.plimsoll.operator.definition.Definition;
import dev.plimsoll.operator.definition.Definition.State;
import dev.plimsoll.operator.definition.Definitions;
import dev.plimsoll.rule.catalogue.Catalogue;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What a policy's status says of its definition, where that is not of this operator's release;
/// else nothing.
final class DefinitionCondition {
  private DefinitionCondition() {}

  /// The status with a condition where the API server may have dropped fields of the policy that
  /// this operator knows.
  static ImagePolicyStatus added(
      ImagePolicyStatus status,
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource,
      Definitions definitions,
      Instant now) {
    Definition definition =
        PolicyName.of(resource).isForCluster()
            ? Definition.CLUSTER_IMAGE_POLICIES
            : Definition.IMAGE_POLICIES;
    return definitions.of(definition).filter(State.OLDER::equals).isEmpty()
        ? status
        : with(status, condition(definition, resource, now));
  }

  private static PolicyCondition condition(
      Definition definition,
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource,
      Instant now) {
    ImagePolicyStatus former = resource.getStatus();
    return new PolicyCondition(
        PolicyCondition.DEFINITION_CURRENT,
        Status.FALSE,
        "Older",
        "the definition %s is older than catalogue %s, which the operator judges by: rules that came"
                .formatted(definition.resourceName(), Catalogue.VERSION)
            + " since cannot be written into a policy; apply the definitions of the operator's"
            + " release",
        IndexedPolicy.generationOf(resource),
        former == null
            ? inSeconds(now)
            : former.conditions().stream()
                .filter(condition -> condition.type().equals(PolicyCondition.DEFINITION_CURRENT))
                .map(PolicyCondition::lastTransitionTime)
                .findFirst()
                .orElseGet(() -> inSeconds(now)));
  }

  private static ImagePolicyStatus with(ImagePolicyStatus status, PolicyCondition condition) {
    List<PolicyCondition> conditions = new ArrayList<>(status.conditions());
    conditions.add(condition);
    return new ImagePolicyStatus(
        status.observedGeneration(),
        conditions,
        status.counts(),
        status.reclaimable(),
        status.worstViolations(),
        status.truncated(),
        status.lastAuditTime(),
        status.fleet());
  }

  private static String inSeconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
