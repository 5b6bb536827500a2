package dev.plimsoll.operator.pinning;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.admission.ExcludedSubjects;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.policy.PolicyIndex;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts the parts of pinning together.
final class PinningWiring {
  @Produces
  @Singleton
  Pinning pinning(
      ExcludedSubjects excluded,
      PolicyIndex policies,
      Inspections inspections,
      OperatorConfig config) {
    return new Pinning(
        excluded,
        (namespace, labels, image) -> !policies.policiesFor(namespace, labels, image).isEmpty(),
        inspections,
        config.pinning().tagAge());
  }
}
