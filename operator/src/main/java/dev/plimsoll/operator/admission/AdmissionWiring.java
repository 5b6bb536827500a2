package dev.plimsoll.operator.admission;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.policy.Evaluator;
import dev.plimsoll.policy.Measurements;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
  Policies policies(PolicyIndex index, OperatorConfig config) {
    Set<String> excluded = new HashSet<>(config.excludedNamespaces());
    excluded.add(config.namespace());
    return (namespace, podLabels, image) ->
        excluded.contains(namespace) ? List.of() : index.policiesFor(namespace, podLabels, image);
  }

  @Produces
  @DefaultBean
  AdmissionMeter noMeter() {
    return (_, _, _, _) -> {};
  }
}
