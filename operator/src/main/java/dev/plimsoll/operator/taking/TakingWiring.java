package dev.plimsoll.operator.taking;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Faults;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.admission.JudgedKinds;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.memory.BaseMoves;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.operator.policy.BaselineProgresses;
import dev.plimsoll.operator.policy.Leadership;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.operator.running.PacedInspector;
import dev.plimsoll.operator.running.PodWatch;
import dev.plimsoll.operator.vulnerability.Known;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.memory.Movements;
import dev.plimsoll.rule.memory.Places;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Puts together what takes baselines, and runs it while this replica leads.
final class TakingWiring {

  @Produces
  @Singleton
  BaselineKeeper keeper(
      PolicyIndex index,
      Namespaces namespaces,
      BaselineIndex baselines,
      KubernetesClient client,
      PodWatch pods,
      PacedInspector inspector,
      Measurements measurements,
      Known vulnerabilities,
      Places places,
      BaseMoves bases,
      TagMoves tags,
      JudgedKinds kinds,
      Faults faults,
      OperatorConfig config) {
    return new BaselineKeeper(
        index,
        namespaces,
        baselines,
        new BaselineTaker(
            index,
            inspector::inspect,
            new Evaluator(
                    measurements,
                    vulnerabilities.reports(),
                    new Memory(null, Movements.of(bases, tags), places))
                .with(faults)),
        new Holdings(client, pods::pods, kinds.all())::in,
        BaselineStore.in(client),
        new BaselineKeeper.Terms(config.baseline().patience(), config.baseline().keep()),
        InstantSource.system());
  }

  @Produces
  @Singleton
  TakingSchedule schedule(
      BaselineKeeper keeper,
      PolicyIndex index,
      PodWatch pods,
      Leadership leadership,
      BaselineProgresses progresses,
      Metrics metrics) {
    return new TakingSchedule(
        keeper,
        () -> leadership.isHeld() && index.isComplete() && pods.isSynced(),
        progresses,
        metrics);
  }

  void close(@Disposes TakingSchedule schedule) {
    schedule.close();
  }

  void start(
      @Observes StartupEvent event,
      TakingSchedule schedule,
      BaselineKeeper keeper,
      PolicyIndex index,
      BaselineIndex baselines,
      Namespaces namespaces,
      Leadership leadership) {
    index.onChange(schedule::poke);
    baselines.onChange(schedule::poke);
    namespaces.onChange(schedule::poke);
    leadership.onGain(keeper::begin);
    leadership.onGain(schedule::poke);
    schedule.start();
  }
}
