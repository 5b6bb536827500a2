package dev.plimsoll.operator.admission;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Faults;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.memory.BaseMoves;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.operator.probe.LockOutGuard;
import dev.plimsoll.operator.vulnerability.Known;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.memory.Places;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Puts the parts of admission together.
final class AdmissionWiring {
  /// A slim variant that is not at hand by then is not waited for.
  private static final Duration FROM_MEMORY = Duration.ofMillis(20);

  @Produces
  @Singleton
  Admission admission(
      PolicyIndex policies,
      Inspections inspections,
      Measurements measurements,
      Known vulnerabilities,
      BaseMoves moves,
      Places places,
      Faults faults,
      ImageInspector inspector,
      OperatorConfig config) {
    return new Admission(
        policies,
        inspections,
        evaluator(measurements, vulnerabilities, moves, places).with(faults),
        terms(config),
        InstantSource.system(),
        image -> inspector.slimVariantUnder(image, Deadline.in(FROM_MEMORY)));
  }

  @Produces
  @Singleton
  Rehearsal rehearsal(
      Measurements measurements,
      Known vulnerabilities,
      BaseMoves moves,
      Places places,
      OperatorConfig config) {
    return new Rehearsal(evaluator(measurements, vulnerabilities, moves, places), terms(config));
  }

  private static Evaluator evaluator(
      Measurements measurements, Known vulnerabilities, BaseMoves moves, Places places) {
    return new Evaluator(measurements, vulnerabilities.reports(), new Memory(null, moves, places));
  }

  private static Admission.Terms terms(OperatorConfig config) {
    OperatorConfig.Admission admission = config.admission();
    return new Admission.Terms(
        admission.tagAge(), admission.tagAgeBeforeRefusal(), admission.ephemeralContainers());
  }

  @Produces
  @Singleton
  Turnstile turnstile(OperatorConfig config) {
    return new Turnstile(config.admission().reviewsAtOnce());
  }

  @Produces
  @Singleton
  JudgedKinds judgedKinds(OperatorConfig config) {
    return JudgedKinds.with(config.extraWorkloads().orElse(List.of()));
  }

  @Produces
  @Singleton
  ExcludedSubjects excludedSubjects(OperatorConfig config) {
    OperatorConfig.Admission admission = config.admission();
    return new ExcludedSubjects(
        admission.excludedUsers().orElse(Set.of()), admission.excludedGroups().orElse(Set.of()));
  }

  @Produces
  @Singleton
  Leniency leniency(BreakGlass breakGlass, LockOutGuard lockOut, ExcludedSubjects excluded) {
    return new Leniency(() -> breakGlass.reason().or(lockOut::reason), excluded);
  }

  /// What is configured wrongly is to show at the start, not at the first review.
  void start(
      @Observes StartupEvent event, Admission admission, JudgedKinds kinds, OperatorConfig config) {
    double share = config.admission().deadlineShare();
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "plimsoll.admission.deadline-share is "
              + share
              + "; write a share between 0 and 1, as 0.8");
    }
  }
}
