package dev.plimsoll.operator.metrics;

import static java.util.Objects.requireNonNull;

import dev.plimsoll.cache.CacheDirectory;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.operator.metrics.Metric.AnswerValue;
import dev.plimsoll.operator.metrics.Metric.KeptValue;
import dev.plimsoll.operator.metrics.Metric.Label;
import dev.plimsoll.operator.metrics.Metric.OutcomeValue;
import dev.plimsoll.operator.metrics.Metric.ResultValue;
import dev.plimsoll.operator.metrics.Metric.SharingValue;
import dev.plimsoll.operator.metrics.Metric.TurnValue;
import dev.plimsoll.operator.metrics.Metric.VerdictValue;
import dev.plimsoll.operator.metrics.Metric.WhatValue;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Where the operator's rooms say what they did, each in its own words.
@Singleton
public final class Metrics implements AdmissionMeter {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(4),
    Duration.ofSeconds(8),
    Duration.ofSeconds(24),
  };

  private static final int MOST_EXPIRIES = 100;

  private final MeterRegistry registry;
  private final Timer admissionDuration;
  private final Map<Metric, MultiGauge> gauges = new EnumMap<>(Metric.class);

  public Metrics(MeterRegistry registry) {
    this.registry = registry;
    this.admissionDuration =
        Timer.builder(Metric.ADMISSION_DURATION.meterName())
            .description(Metric.ADMISSION_DURATION.description())
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    // A rate has a zero to rise from, also where other replicas have read every image.
    for (TurnValue turn : TurnValue.values()) {
      counter(Metric.REPORT_CLAIMS, Tags.of(turn.tag()));
    }
    for (Metric metric : Metric.values()) {
      if (metric.type() == Metric.Type.GAUGE) {
        gauges.put(
            metric,
            MultiGauge.builder(metric.meterName())
                .description(metric.description())
                .register(registry));
      }
    }
    for (Cause cause : Cause.values()) {
      counter(Metric.UNDETERMINED, Tags.of(Metric.tag(cause)));
    }
    for (WhatValue what : WhatValue.values()) {
      for (ResultValue result : ResultValue.values()) {
        counter(Metric.REGISTRY_READS, Tags.of(what.tag(), result.tag()));
      }
    }
    counter(Metric.BREAK_GLASS_ADMISSIONS, Tags.empty());
    breakGlass(false);
    leading(false);
  }

  @Override
  public void answered(String kind, boolean allowed, List<JudgedImage> images, Duration took) {
    AnswerValue answer = allowed ? AnswerValue.ALLOWED : AnswerValue.REFUSED;
    counter(Metric.ADMISSION_REVIEWS, Tags.of(Label.KIND.of(kind), answer.tag())).increment();
    admissionDuration.record(took);
    images.forEach(image -> judged(kind, image.verdict()));
    if (allowed && images.stream().anyMatch(image -> !image.verdict().mayPass())) {
      counter(Metric.BREAK_GLASS_ADMISSIONS, Tags.empty()).increment();
    }
  }

  /// Whether nothing is refused for now.
  public void breakGlass(boolean on) {
    gauge(Metric.BREAK_GLASS, Stream.of(Row.of(Tags.empty(), on ? 1 : 0)));
  }

  private void judged(String kind, Verdict verdict) {
    VerdictValue value =
        switch (verdict) {
          case Verdict.Admitted _ -> VerdictValue.ADMITTED;
          case Verdict.Denied _ -> VerdictValue.DENIED;
          case Verdict.Undetermined _ -> VerdictValue.UNDETERMINED;
        };
    counter(Metric.ADMISSION_VERDICTS, Tags.of(Label.KIND.of(kind), value.tag())).increment();
    if (!verdict.tolerated().isEmpty() && verdict.mayPass()) {
      counter(Metric.ADMISSION_TOLERATED, Tags.of(Label.KIND.of(kind))).increment();
    }
    verdict.undecided().stream()
        .map(undecided -> undecided.why().cause())
        .distinct()
        .forEach(cause -> counter(Metric.UNDETERMINED, Tags.of(Metric.tag(cause))).increment());
  }

  /// The same source, with each read counted.
  public ImageSource counting(ImageSource source) {
    return new CountingSource(source, this);
  }

  /// A host answered a request with this HTTP status. Hosts that are not configured come from
  /// images, and anybody may name an image: they share one value.
  public void registryAnswered(Optional<String> host, int status) {
    requested(host, Integer.toString(status));
  }

  /// A host did not answer a request.
  public void registryUnanswered(Optional<String> host) {
    requested(host, "none");
  }

  private void requested(Optional<String> host, String code) {
    Tags tags = Tags.of(Label.HOST.of(host.orElse(AuditFigures.OTHERS)), Label.CODE.of(code));
    counter(Metric.REGISTRY_REQUESTS, tags).increment();
  }

  /// The webhook serves with a certificate of that time.
  public void certificate(Instant notBefore, Instant notAfter) {
    gauge(Metric.CERTIFICATE_START, Stream.of(Row.of(Tags.empty(), notBefore.getEpochSecond())));
    gauge(Metric.CERTIFICATE_EXPIRY, Stream.of(Row.of(Tags.empty(), notAfter.getEpochSecond())));
  }

  void read(WhatValue what, ResultValue result) {
    counter(Metric.REGISTRY_READS, Tags.of(what.tag(), result.tag())).increment();
  }

  /// Counts what becomes of things in the cache directory from now on.
  public void cache(CacheDirectory directory) {
    for (KeptValue kept : KeptValue.values()) {
      ToDoubleFunction<CacheDirectory> count =
          cache -> {
            CacheDirectory.Counts counts = cache.counts();
            return switch (kept) {
              case HIT -> counts.hits();
              case MISS -> counts.misses();
              case DAMAGED -> counts.damaged();
              case UNWRITTEN -> counts.unwritten();
            };
          };
      FunctionCounter.builder(Metric.CACHE_FILES.meterName(), directory, count)
          .description(Metric.CACHE_FILES.description())
          .tags(Tags.of(kept.tag()))
          .register(registry);
    }
  }

  /// How many policies there are.
  public void policies(int accepted, int notAccepted) {
    gauge(
        Metric.POLICIES,
        Stream.of(
            Row.of(Tags.of(Label.ACCEPTED.of("true")), accepted),
            Row.of(Tags.of(Label.ACCEPTED.of("false")), notAccepted)));
  }

  /// Whether the API server asks Plimsoll.
  public void webhookEffective(boolean effective) {
    gauge(Metric.WEBHOOK_EFFECTIVE, Stream.of(Row.of(Tags.empty(), effective ? 1 : 0)));
  }

  /// Nobody can tell whether the API server asks Plimsoll.
  public void webhookUnclear() {
    gauge(Metric.WEBHOOK_EFFECTIVE, Stream.of());
  }

  /// How many vulnerability reports there are, and how many more that nothing can be told from.
  public void vulnerabilityReports(int useful, int useless) {
    gauge(
        Metric.VULNERABILITY_REPORTS,
        Stream.of(
            Row.of(Tags.of(Label.USEFUL.of("true")), useful),
            Row.of(Tags.of(Label.USEFUL.of("false")), useless)));
  }

  /// Whether this replica is the one that audits and writes.
  public void leading(boolean leading) {
    gauge(Metric.LEADER, Stream.of(Row.of(Tags.empty(), leading ? 1 : 0)));
    if (!leading) {
      Stream.of(
              Metric.POLICY_IMAGES,
              Metric.POLICY_VIOLATIONS,
              Metric.NAMESPACE_VIOLATIONS,
              Metric.POLICY_RECLAIMABLE,
              Metric.UNJUDGED,
              Metric.FLEET_IMAGES,
              Metric.FLEET_LAYERS,
              Metric.FLEET_NODES,
              Metric.FLEET_CONSOLIDATION,
              Metric.BASELINES_PENDING,
              Metric.EXEMPTIONS,
              Metric.EXEMPTION_EXPIRY,
              Metric.AUDIT_TIMESTAMP,
              Metric.AUDIT_DURATION)
          .forEach(metric -> gauge(metric, Stream.of()));
    }
  }

  /// It was somebody's turn to read an image.
  public void claimed(TurnValue turn) {
    counter(Metric.REPORT_CLAIMS, Tags.of(turn.tag())).increment();
  }

  /// How many reports there are.
  public void reports(int count) {
    gauge(Metric.REPORTS, Stream.of(Row.of(Tags.empty(), count)));
  }

  /// How much runs that is refused, and came in nonetheless.
  public void cameInUnjudged(int containers) {
    gauge(Metric.UNJUDGED, Stream.of(Row.of(Tags.empty(), containers)));
  }

  /// What runs was added up, and what goes when all violations are fixed.
  public void weighed(Fleet fleet, Bytes reclaimable) {
    Bytes own = fleet.layerBytes().minus(fleet.sharedBytes());
    Fleet.Consolidation consolidation = fleet.consolidation();
    gauge(Metric.FLEET_IMAGES, Stream.of(Row.of(Tags.empty(), fleet.images())));
    gauge(
        Metric.FLEET_LAYERS,
        Stream.of(
            Row.of(Tags.of(SharingValue.OWN.tag()), own.count()),
            Row.of(Tags.of(SharingValue.SHARED.tag()), fleet.sharedBytes().count())));
    gauge(Metric.FLEET_RECLAIMABLE, Stream.of(Row.of(Tags.empty(), reclaimable.count())));
    gauge(Metric.FLEET_NODES, Stream.of(Row.of(Tags.empty(), fleet.nodeBytes().count())));
    gauge(
        Metric.FLEET_CONSOLIDATION,
        Stream.of(
            Row.of(Tags.empty(), consolidation == null ? 0 : consolidation.saving().count())));
  }

  /// In how many namespaces a policy still only warns, until what runs there is recorded.
  public void baselinesPending(int pending) {
    gauge(Metric.BASELINES_PENDING, Stream.of(Row.of(Tags.empty(), pending)));
  }

  /// When an exemption ends.
  public record Expiry(String namespace, String name, Instant at) {}

  /// How the exemptions stand, and when those end that something needs.
  public void exemptions(Map<ExemptionState, Integer> counts, List<Expiry> expiries) {
    gauge(
        Metric.EXEMPTIONS,
        Stream.of(ExemptionState.values())
            .map(state -> Row.of(Tags.of(state.tag()), counts.getOrDefault(state, 0))));
    gauge(
        Metric.EXEMPTION_EXPIRY,
        expiries.stream()
            .sorted(Comparator.comparing(Expiry::at))
            .limit(MOST_EXPIRIES)
            .map(
                expiry ->
                    Row.of(
                        Tags.of(
                            Label.NAMESPACE.of(expiry.namespace()),
                            Label.EXEMPTION.of(expiry.name())),
                        expiry.at().getEpochSecond())));
  }

  /// How the definitions stand, by their plurals.
  public void definitions(Map<String, ? extends Enum<?>> states) {
    gauge(
        Metric.DEFINITIONS,
        states.entrySet().stream()
            .map(
                e ->
                    Row.of(
                        Tags.of(
                            Label.DEFINITION.of(e.getKey()),
                            Label.RELEASE.of(e.getValue().name().toLowerCase(Locale.ROOT))),
                        1)));
  }

  /// What runs was judged.
  public void audited(AuditFigures figures, Instant at, Duration took) {
    List<AuditFigures.OfPolicy> policies = figures.boundedByPolicyName();
    gauge(Metric.POLICY_IMAGES, policies.stream().flatMap(Metrics::images));
    gauge(Metric.POLICY_VIOLATIONS, policies.stream().flatMap(Metrics::violations));
    gauge(
        Metric.POLICY_RECLAIMABLE,
        policies.stream()
            .map(p -> Row.of(Tags.of(Label.POLICY.of(p.name())), p.reclaimable().count())));
    gauge(
        Metric.NAMESPACE_VIOLATIONS,
        figures.violations().entrySet().stream().map(e -> violations(e.getKey(), e.getValue())));
    gauge(Metric.AUDIT_TIMESTAMP, Stream.of(Row.of(Tags.empty(), at.toEpochMilli() / 1000.0)));
    gauge(Metric.AUDIT_DURATION, Stream.of(Row.of(Tags.empty(), took.toMillis() / 1000.0)));
  }

  private static Row<?> violations(AuditFigures.Place place, int count) {
    return Row.of(
        Tags.of(Label.NAMESPACE.of(place.namespace()), Metric.tag(place.enforcement())), count);
  }

  private static Stream<Row<?>> images(AuditFigures.OfPolicy policy) {
    return Stream.of(
        imagesRow(policy, OutcomeValue.COMPLIANT, policy.compliant()),
        imagesRow(policy, OutcomeValue.VIOLATING, policy.violating()),
        imagesRow(policy, OutcomeValue.UNDETERMINED, policy.undetermined()),
        imagesRow(policy, OutcomeValue.TOLERATED, policy.tolerated()));
  }

  private static Row<?> imagesRow(AuditFigures.OfPolicy policy, OutcomeValue outcome, int count) {
    return Row.of(Tags.of(Label.POLICY.of(policy.name()), outcome.tag()), count);
  }

  private static Stream<Row<?>> violations(AuditFigures.OfPolicy policy) {
    return policy.violationsByRule().entrySet().stream()
        .map(
            e ->
                Row.of(
                    Tags.of(Label.POLICY.of(policy.name()), Label.RULE.of(e.getKey())),
                    e.getValue()));
  }

  private Counter counter(Metric metric, Tags tags) {
    return Counter.builder(metric.meterName())
        .description(metric.description())
        .tags(tags)
        .register(registry);
  }

  private void gauge(Metric metric, Stream<Row<?>> rows) {
    requireNonNull(gauges.get(metric)).register(rows.toList(), true);
  }
}
