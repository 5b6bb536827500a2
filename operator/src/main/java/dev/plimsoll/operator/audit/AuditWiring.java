package dev.plimsoll.operator.audit;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Faults;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.KnownBases;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.event.Events;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.memory.BaseMoves;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.operator.notice.Notices;
import dev.plimsoll.operator.policy.Applied;
import dev.plimsoll.operator.policy.Leadership;
import dev.plimsoll.operator.policy.PolicyAudits;
import dev.plimsoll.operator.policy.PolicyIndex;
import dev.plimsoll.operator.policyreport.PolicyReports;
import dev.plimsoll.operator.report.ReportWatch;
import dev.plimsoll.operator.report.Usage;
import dev.plimsoll.operator.running.PacedInspector;
import dev.plimsoll.operator.running.PodWatch;
import dev.plimsoll.operator.vulnerability.Known;
import dev.plimsoll.operator.vulnerability.ReportIndex;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext.Placement;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.memory.Movements;
import dev.plimsoll.rule.memory.Places;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Puts the audit together, and runs it while this replica leads.
final class AuditWiring {

  @Produces
  @Singleton
  Audit audit(
      PolicyIndex index,
      KubernetesClient client,
      PacedInspector inspector,
      Measurements measurements,
      Known vulnerabilities,
      Places places,
      BaseMoves bases,
      TagMoves tags,
      Faults faults) {
    return new Audit(
        sourceOf(index),
        Owners.in(client),
        inspector,
        new Evaluator(
                measurements,
                vulnerabilities.reports(),
                new Memory(null, Movements.of(bases, tags), places))
            .with(faults),
        tags,
        Clock.systemUTC());
  }

  private static Audit.PolicySource sourceOf(PolicyIndex index) {
    return new Audit.PolicySource() {
      @Override
      public List<Applied> applying(
          String namespace, Map<String, String> podLabels, Reference image) {
        return index.applying(namespace, podLabels, image);
      }

      @Override
      public Placement placementOf(String namespace, Map<String, String> podLabels) {
        return index.placementOf(namespace, podLabels);
      }
    };
  }

  @Produces
  @Singleton
  AuditSchedule schedule(
      Audit audit,
      PolicyIndex index,
      ExemptionIndex exemptions,
      PodWatch pods,
      Leadership leadership,
      PolicyAudits audits,
      Metrics metrics,
      ReportWatch known,
      Usage usage,
      Events events,
      PolicyReports policyReports,
      OperatorConfig config) {
    AuditSchedule.Source source =
        new AuditSchedule.Source(
            () ->
                leadership.isHeld()
                    && index.isComplete()
                    && pods.isSynced()
                    && (known.isSettled() || !config.reports().enabled()),
            index::judging,
            pods::pods,
            exemptions::all);
    return new AuditSchedule(
        audit,
        source,
        audits,
        metrics,
        config.audit().period(),
        new AuditSchedule.Outlets(
            usage::publish,
            new Notices(events::tell, InstantSource.system())::tell,
            policyReports::publish));
  }

  void close(@Disposes AuditSchedule schedule) {
    schedule.close();
  }

  void start(
      @Observes StartupEvent event,
      AuditSchedule schedule,
      PolicyIndex index,
      ExemptionIndex exemptions,
      BaselineIndex baselines,
      Namespaces namespaces,
      PodWatch pods,
      Leadership leadership) {
    index.onChange(schedule::poke);
    exemptions.onChange(schedule::poke);
    baselines.onChange(schedule::poke);
    namespaces.onChange(schedule::poke);
    pods.onChange(schedule::poke);
    leadership.onGain(pods::start);
    leadership.onGain(schedule::poke);
    leadership.onLoss(pods::stop);
    schedule.start();
  }

  /// What is reported of an image decides whether rules that ask for it let it pass.
  void follow(
      @Observes StartupEvent event, ReportIndex reports, Audit audit, AuditSchedule schedule) {
    reports.onChange(
        () -> {
          audit.forgetReported();
          schedule.poke();
        });
  }

  /// What is below an image decides what is blamed on it.
  void judgeAnew(@Observes KnownBases changed, Audit audit, AuditSchedule schedule) {
    audit.forget();
    schedule.poke();
  }
}
