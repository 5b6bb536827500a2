package dev.plimsoll.operator.policy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.KnownBaseReader;
import dev.plimsoll.facts.KnownBases;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.baseline.BaselineIndex;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.memory.BaseMoves;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.namespace.Namespaces;
import dev.plimsoll.reference.Reference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// Puts together what keeps and tells of policies, and starts it.
final class PolicyWiring {

  @Produces
  @Singleton
  Namespaces namespaces(KubernetesClient client) {
    return new Namespaces(name -> client.namespaces().withName(name).get());
  }

  void close(@Disposes Namespaces namespaces) {
    namespaces.close();
  }

  @Produces
  @Singleton
  ExemptionIndex exemptionIndex(Namespaces namespaces, OperatorConfig config) {
    return new ExemptionIndex(namespaces, config.namespace());
  }

  @Produces
  @Singleton
  BaselineIndex baselineIndex() {
    return new BaselineIndex();
  }

  @Produces
  @Singleton
  PolicyIndex policyIndex(
      Namespaces namespaces,
      ExemptionIndex exemptions,
      BaselineIndex baselines,
      OperatorConfig config,
      Metrics metrics) {
    Set<String> excluded = new HashSet<>(config.excludedNamespaces().orElse(Set.of()));
    excluded.add(config.namespace());
    return new PolicyIndex(excluded, namespaces, exemptions, baselines, metrics);
  }

  @Produces
  @Singleton
  PolicyWatch policyWatch(
      KubernetesClient client,
      PolicyIndex index,
      ExemptionIndex exemptions,
      BaselineIndex baselines,
      Namespaces namespaces) {
    return new PolicyWatch(client, index, exemptions, baselines, namespaces);
  }

  void close(@Disposes PolicyWatch watch) {
    watch.close();
  }

  @Produces
  @Singleton
  Leadership leadership(KubernetesClient client, OperatorConfig config, Metrics metrics) {
    OperatorConfig.Leader leader = config.leader();
    String identity = leader.identity().orElse("plimsoll") + "-" + UUID.randomUUID();
    return new Leadership(
        client,
        new Leadership.Terms(
            config.namespace(),
            identity,
            leader.leaseDuration(),
            leader.renewDeadline(),
            leader.retryPeriod()),
        metrics);
  }

  void close(@Disposes Leadership leadership) {
    leadership.close();
  }

  @Produces
  @Singleton
  KnownBaseWatch knownBases(
      ImageSource registries,
      ImageInspector inspector,
      PolicyIndex index,
      Event<KnownBases> changed,
      Metrics metrics,
      BaseMoves moves,
      OperatorConfig config) {
    KnownBaseReader reader =
        new KnownBaseReader(metrics.counting(registries), Set.copyOf(config.platforms()));
    return new KnownBaseWatch(
        reader::read,
        () -> KnownBaseWatch.namesIn(index),
        bases -> {
          inspector.setKnownBases(bases);
          changed.fire(bases);
          Thread.ofVirtual().name("base-files").start(() -> read(bases, inspector, config));
        },
        config.knownBases().period(),
        moves,
        InstantSource.system());
  }

  /// Reads what bases hold before an image on them is judged: its layers are then known, and so
  /// is what a slim variant would weigh. What cannot be read now is read when it is needed.
  private static void read(KnownBases bases, ImageInspector inspector, OperatorConfig config) {
    bases.bases().stream()
        .map(KnownBases.Base::name)
        .distinct()
        .forEach(
            name ->
                inspector.inspect(
                    new InspectionRequest(
                        Reference.parse(name),
                        config.platforms(),
                        Depth.FILES,
                        config.knownBases().period(),
                        Deadline.in(config.scan().maxTime()))));
  }

  void close(@Disposes KnownBaseWatch bases) {
    bases.close();
  }

  void start(
      @Observes StartupEvent event,
      PolicyIndex index,
      PolicyWatch watch,
      Leadership leadership,
      KnownBaseWatch bases) {
    index.onChange(bases::poke);
    bases.start();
    watch.start();
    leadership.start();
  }

  /// A definition newer than this operator may know more fields and values than it does; they
  /// must not stop its informers. A value that is not known counts as left out.
  @Produces
  @Singleton
  KubernetesClientObjectMapperCustomizer toleranceOfNewerResources() {
    return (ObjectMapper mapper) ->
        mapper
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
  }
}
