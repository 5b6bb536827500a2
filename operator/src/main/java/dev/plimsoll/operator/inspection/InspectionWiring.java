package dev.plimsoll.operator.inspection;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.cache.CacheDirectory;
import dev.plimsoll.evaluation.Faults;
import dev.plimsoll.evaluation.KeptMeasurements;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.KeptImages;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Limits;
import dev.plimsoll.layer.unpack.Unpacked;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.credential.ClusterObjects;
import dev.plimsoll.operator.credential.Keyring;
import dev.plimsoll.operator.credential.PullSecrets;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.vulnerability.Attestations;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.registry.RegistrySource;
import dev.plimsoll.rule.catalogue.Catalogue;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts together what looks into images.
final class InspectionWiring {
  private static final Logger LOG = LoggerFactory.getLogger(InspectionWiring.class);
  private static final int MEASURED_IMAGES = 2_000;

  /// What docs/capacity.md sizes memory by, whatever the node has.
  private static final int MOST_READERS = 4;

  /// What the operator itself opens registries with, beside each Pod's own Secrets.
  @Produces
  @Singleton
  Credentials credentials(OperatorConfig config) {
    return new RegistryConfiguration(config.registries()).credentials(System.getenv());
  }

  @Produces
  @Singleton
  PullSecrets pullSecrets(KubernetesClient client) {
    return new PullSecrets(ClusterObjects.in(client));
  }

  void close(@Disposes PullSecrets secrets) {
    secrets.close();
  }

  @Produces
  @Singleton
  RegistrySource registries(OperatorConfig config, Credentials credentials, Metrics metrics) {
    RegistryConfiguration registries = new RegistryConfiguration(config.registries());
    RegistrySettings settings = registries.settings(System.getenv());
    return new RegistrySource(
        settings, credentials, limits(config.scan()), RegistryConfiguration.countedBy(metrics));
  }

  void close(@Disposes RegistrySource registries) {
    registries.close();
  }

  @Produces
  @Singleton
  ImageInspector inspector(
      RegistrySource registries, Metrics metrics, KeptImages kept, OperatorConfig config) {
    // A library is tried before it is used: readiness does not wait for that.
    Thread.ofVirtual().start(InspectionWiring::sayWhatInflates);
    OperatorConfig.Scan scan = config.scan();
    ImageInspector.Resources defaults = ImageInspector.Resources.defaults();
    ImageInspector.Resources resources =
        new ImageInspector.Resources(
                scan.readers().orElse(Math.min(defaults.readers(), MOST_READERS)),
                scan.factsCache(),
                scan.layersCache())
            .with(kept);
    Optional<CacheDirectory> cache = cache(config);
    cache.ifPresent(metrics::cache);
    return new ImageInspector(
        metrics.counting(registries), limits(scan), cache.map(resources::with).orElse(resources));
  }

  private static void sayWhatInflates() {
    LOG.atInfo().addKeyValue("engine", Unpacked.engine()).log("Layers will be inflated");
  }

  void close(@Disposes ImageInspector inspector) {
    inspector.close();
  }

  /// Findings for webhook and audit alike.
  @Produces
  @Singleton
  Measurements measurements() {
    return new KeptMeasurements(MEASURED_IMAGES, Catalogue.rules().size());
  }

  /// What becomes of a rule that fails, for webhook, audit and baselines alike.
  @Produces
  @Singleton
  Faults faults() {
    return new LoggedFaults();
  }

  @Produces
  @Singleton
  RegistryAccess access(
      ImageInspector inspector,
      RegistrySource registries,
      Credentials operators,
      PullSecrets secrets,
      Attestations attestations,
      Metrics metrics,
      OperatorConfig config) {
    Openings openings = new Openings(Ticker.systemTicker());
    Turns turns = new Turns(config.registries().requestsPerNamespace());
    return new RegistryAccess(
        inspector,
        config.platforms(),
        puller -> {
          Keyring own = secrets.of(puller.namespace(), puller.access());
          ImageSource source = registries.as(Credentials.inTurn(List.of(own, operators)));
          return new PullerSource(puller, metrics.counting(source), own::wasUsed, turns, openings);
        },
        openings,
        attestations::look);
  }

  void close(@Disposes RegistryAccess access) {
    access.close();
  }

  @Produces
  @Singleton
  PunctualInspections inspections(
      ImageInspector inspector,
      RegistrySource registries,
      Attestations attestations,
      Metrics metrics,
      Sharing sharing,
      RegistryAccess access,
      OperatorConfig config) {
    ImageSource source = metrics.counting(registries);
    return new PunctualInspections(
        new Inspector() {
          @Override
          public List<Inspection> inspect(
              Reference reference, Depth depth, Duration maxTagAge, Deadline deadline) {
            List<Inspection> found =
                inspector.inspect(
                    new InspectionRequest(
                        reference, config.platforms(), depth, maxTagAge, deadline));
            attestations.look(source, reference, found, deadline);
            return found;
          }

          @Override
          public Optional<Duration> staleness(Reference reference) {
            return inspector.staleness(reference);
          }
        },
        sharing,
        access);
  }

  void close(@Disposes PunctualInspections inspections) {
    inspections.close();
  }

  private static Optional<CacheDirectory> cache(OperatorConfig config) {
    Path directory = config.cache().directory().orElse(null);
    if (directory == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(CacheDirectory.open(directory, config.cache().room()));
    } catch (IOException e) {
      throw new IllegalArgumentException("plimsoll.cache.directory: " + e.getMessage(), e);
    }
  }

  private static Limits limits(OperatorConfig.Scan scan) {
    Limits defaults = Limits.defaults();
    return new Limits(
        defaults.manifest(),
        defaults.config(),
        scan.maxCompressedLayer(),
        scan.maxUncompressedLayer(),
        defaults.ratio(),
        scan.maxEntries(),
        defaults.pathLength(),
        defaults.keptFiles(),
        scan.maxLayers(),
        scan.maxTime());
  }
}
