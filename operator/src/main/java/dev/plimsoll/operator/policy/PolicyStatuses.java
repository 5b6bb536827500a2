package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.Acceptance;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.PolicySpec;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.definition.Definitions;
import io.fabric8.kubernetes.client.CustomResource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/// What the statuses of policies are to say by what is known now, be they one namespace's or the
/// cluster's.
@Singleton
public class PolicyStatuses {
  private final PolicyIndex index;
  private final PolicyAudits audits;
  private final BaselineProgresses progresses;
  private final Definitions definitions;
  private final Clock clock;
  private final int megabits;

  @Inject
  PolicyStatuses(
      PolicyIndex index,
      PolicyAudits audits,
      BaselineProgresses progresses,
      Definitions definitions,
      OperatorConfig config) {
    this(
        index,
        audits,
        progresses,
        definitions,
        Clock.systemUTC(),
        config.fleet().megabitsPerSecond());
  }

  PolicyStatuses(
      PolicyIndex index,
      PolicyAudits audits,
      BaselineProgresses progresses,
      Definitions definitions,
      Clock clock,
      int megabits) {
    this.megabits = megabits;
    this.index = index;
    this.audits = audits;
    this.progresses = progresses;
    this.definitions = definitions;
    this.clock = clock;
  }

  /// The status to write, or nothing where the policy has it already.
  Optional<ImagePolicyStatus> newsFor(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    ImagePolicyStatus status =
        DefinitionCondition.added(of(resource), resource, definitions, clock.instant());
    return status.equals(resource.getStatus()) ? Optional.empty() : Optional.of(status);
  }

  private ImagePolicyStatus of(CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    PolicyName name = PolicyName.of(resource);
    Acceptance acceptance =
        index
            .named(name)
            .filter(policy -> policy.isReadFrom(resource))
            .orElseGet(() -> IndexedPolicy.of(resource))
            .acceptance();
    return index.isExcluded(name.namespace())
        ? PolicyStatus.excluded(resource, acceptance, clock.instant())
        : PolicyStatus.of(
            resource,
            acceptance,
            audits.of(name).orElse(null),
            progresses.of(name).orElse(null),
            clock.instant(),
            megabits);
  }
}
