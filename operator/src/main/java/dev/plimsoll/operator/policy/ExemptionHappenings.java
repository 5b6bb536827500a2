package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.api.v1alpha1.ImageExemptionStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.PolicyCondition.Status;
import dev.plimsoll.operator.event.Happening;
import dev.plimsoll.operator.event.Happening.Weight;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is worth an Event when an exemption's status changes: that it ended, that no policy
/// honours it, that nothing needs it any more. Pure.
final class ExemptionHappenings {
  private ExemptionHappenings() {}

  /// What `now` says that the status in `resource` did not.
  static List<Happening> between(ImageExemption resource, ImageExemptionStatus now) {
    return Stream.of(PolicyCondition.HONOURED, PolicyCondition.NEEDED)
        .flatMap(type -> condition(now, type).stream())
        .filter(condition -> condition.status() == Status.FALSE)
        .filter(condition -> !isSaid(condition, resource.getStatus()))
        .map(condition -> happening(resource, condition))
        .toList();
  }

  private static boolean isSaid(PolicyCondition condition, @Nullable ImageExemptionStatus former) {
    return former != null
        && condition(former, condition.type())
            .filter(
                said ->
                    said.status() == condition.status()
                        && said.reason().equals(condition.reason())
                        && said.observedGeneration() == condition.observedGeneration())
            .isPresent();
  }

  private static Happening happening(ImageExemption resource, PolicyCondition condition) {
    boolean harmless = condition.type().equals(PolicyCondition.NEEDED);
    return new Happening(
        Happening.referenceTo(resource),
        harmless ? Weight.NORMAL : Weight.WARNING,
        "Judging",
        condition.reason(),
        condition.message(),
        condition.observedGeneration() + " " + condition.lastTransitionTime());
  }

  private static Optional<PolicyCondition> condition(ImageExemptionStatus status, String type) {
    return status.conditions().stream().filter(c -> c.type().equals(type)).findFirst();
  }
}
