package dev.plimsoll.operator.report;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Faults;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.KeptImages;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.inspection.Sharing;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.operator.policy.Leadership;
import dev.plimsoll.rule.memory.Places;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;

/// Puts together what replicas know in common; nothing of it where reports are switched off.
final class ReportWiring {

  @Produces
  @Singleton
  @Typed(ReportWatch.class)
  ReportWatch watch(KubernetesClient client) {
    return new ReportWatch(client);
  }

  void close(@Disposes ReportWatch watch) {
    watch.close();
  }

  @Produces
  @Singleton
  KeptImages kept(ReportWatch watch, OperatorConfig config) {
    return config.reports().enabled() ? watch : KeptImages.NONE;
  }

  /// Without reports nobody remembers, and no policy can ask for it.
  @Produces
  @Singleton
  Places places(ReportWatch watch, Namespaces namespaces, OperatorConfig config) {
    return config.reports().enabled() ? new ReportedPlaces(watch, namespaces) : Places.NONE;
  }

  @Produces
  @Singleton
  ReportStore store(
      KubernetesClient client, ReportWatch watch, Metrics metrics, OperatorConfig config) {
    OperatorConfig.Reports reports = config.reports();
    String holder = config.leader().identity().orElse("plimsoll") + "-" + UUID.randomUUID();
    return new ReportStore(
        client,
        watch,
        new ReportStore.Terms(holder, reports.claim(), reports.most()),
        metrics,
        InstantSource.system());
  }

  @Produces
  @Singleton
  ReportContents contents(Measurements measurements, Faults faults) {
    return new ReportContents(new Evaluator(measurements).with(faults));
  }

  @Produces
  @Singleton
  Records records(
      ImageInspector images, ReportWatch watch, ReportStore store, ReportContents contents) {
    return new Records(images, watch, store, contents, InstantSource.system());
  }

  void close(@Disposes Records records) {
    records.close();
  }

  @Produces
  @Singleton
  Scans scans(
      ImageInspector images,
      ReportWatch watch,
      ReportStore store,
      ReportContents contents,
      OperatorConfig config) {
    return new Scans(
        images,
        watch,
        store,
        contents,
        new Scans.Times(config.reports().claim(), config.scan().maxTime()),
        InstantSource.system());
  }

  void close(@Disposes Scans scans) {
    scans.close();
  }

  @Produces
  @Singleton
  Sharing sharing(
      ImageInspector images,
      ReportWatch watch,
      Scans scans,
      Records records,
      OperatorConfig config) {
    return config.reports().enabled()
        ? own -> new SharedInspector(own, images, watch, scans, records)
        : Sharing.NONE;
  }

  @Produces
  @Singleton
  Usage usage(ReportWatch watch, ReportStore store, Leadership leadership, OperatorConfig config) {
    OperatorConfig.Reports reports = config.reports();
    return new Usage(
        watch,
        store,
        new Usage.Terms(reports.unusedFor(), reports.most()),
        leadership::isHeld,
        InstantSource.system());
  }

  void close(@Disposes Usage usage) {
    usage.close();
  }

  void start(
      @Observes StartupEvent event,
      ReportWatch watch,
      Usage usage,
      Leadership leadership,
      Metrics metrics,
      OperatorConfig config) {
    if (config.reports().enabled()) {
      watch.onChange(() -> metrics.reports(watch.count()));
      watch.onChange(usage::poke);
      leadership.onLoss(usage::rest);
      watch.start();
      usage.start();
    }
  }
}
