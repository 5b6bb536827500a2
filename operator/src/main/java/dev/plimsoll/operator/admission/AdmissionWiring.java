package dev.plimsoll.operator.admission;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.policy.Evaluator;
import dev.plimsoll.policy.Measurements;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Puts the parts of admission together.
final class AdmissionWiring {

  @Produces
  @Singleton
  Admission admission(
      PolicyIndex policies,
      Inspections inspections,
      Measurements measurements,
      OperatorConfig config) {
    OperatorConfig.Admission admission = config.admission();
    return new Admission(
        policies::policiesFor,
        inspections,
        new Evaluator(measurements),
        new Admission.Terms(
            admission.tagAge(), admission.tagAgeBeforeRefusal(), admission.ephemeralContainers()));
  }
}
