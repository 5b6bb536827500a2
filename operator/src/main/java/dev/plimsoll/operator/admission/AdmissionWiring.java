package dev.plimsoll.operator.admission;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.policy.Evaluator;
import dev.plimsoll.policy.Measurements;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/// Puts the parts of admission together.
final class AdmissionWiring {

  @Produces
  @Singleton
  Admission admission(Policies policies, Inspections inspections, OperatorConfig config) {
    OperatorConfig.Admission admission = config.admission();
    return new Admission(
        policies,
        inspections,
        new Evaluator(Measurements.ON_THE_SPOT),
        new Admission.Terms(
            admission.tagAge(), admission.tagAgeBeforeRefusal(), admission.ephemeralContainers()));
  }

  @Produces
  @DefaultBean
  Policies noPolicies() {
    return (_, _, _) -> List.of();
  }

  @Produces
  @DefaultBean
  AdmissionMeter noMeter() {
    return (_, _, _, _) -> {};
  }
}
