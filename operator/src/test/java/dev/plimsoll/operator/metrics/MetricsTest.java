package dev.plimsoll.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.cache.CacheDirectory;
import dev.plimsoll.cache.CacheKey;
import dev.plimsoll.cache.RecordForm;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.operator.definition.Definition;
import dev.plimsoll.operator.metrics.Metrics.Expiry;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.verdict.JudgedImage;
import dev.plimsoll.verdict.Tolerated;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("deprecation") // the registry that Quarkus exposes metrics with
class MetricsTest {
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(plimsoll_\\w+?)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Metrics metrics = new Metrics(registry);

  @TempDir private Path directory;

  @Test
  void pageIsTheGeneratedOne() throws IOException {
    assertThat(Files.readString(Path.of("../docs/metrics.md")))
        .as("run `make generate`")
        .isEqualTo(MetricsPage.text());
  }

  /// Everything said once: what is then exposed is what the list of metrics says, name by name and
  /// label by label, and nothing else.
  @Test
  void exposesTheMetricsThatAreListed() {
    sayEverything();

    Map<String, Set<String>> exposed = new HashMap<>();
    SAMPLE
        .matcher(exposed())
        .results()
        .filter(sample -> !sample.group(1).endsWith("_max"))
        .forEach(
            sample ->
                exposed
                    .computeIfAbsent(
                        sample.group(1).replaceFirst("_(bucket|count|sum)$", ""),
                        _ -> new TreeSet<>())
                    .addAll(labels(sample)));

    Map<String, Set<String>> listed = new HashMap<>();
    for (Metric metric : Metric.values()) {
      listed.put(
          metric.exposedName(),
          metric.labels().stream()
              .map(Metric.Label::key)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    assertThat(exposed).isEqualTo(listed);
  }

  @Test
  void countsAnswersVerdictsAndCauses() {
    metrics.answered(
        "Deployment", false, List.of(image(new Verdict.Denied(List.of(), List.of()))), took());
    metrics.answered("Pod", true, List.of(image(undetermined()), image(admitted())), took());

    assertThat(exposed())
        .contains("plimsoll_admission_reviews_total{answer=\"refused\",kind=\"Deployment\"} 1.0")
        .contains("plimsoll_admission_reviews_total{answer=\"allowed\",kind=\"Pod\"} 1.0")
        .contains("plimsoll_admission_verdicts_total{kind=\"Deployment\",verdict=\"denied\"} 1.0")
        .contains("plimsoll_admission_verdicts_total{kind=\"Pod\",verdict=\"undetermined\"} 1.0")
        .contains("plimsoll_admission_verdicts_total{kind=\"Pod\",verdict=\"admitted\"} 1.0")
        .contains("plimsoll_undetermined_total{cause=\"unreachable\"} 1.0")
        .contains("plimsoll_admission_duration_seconds_count 2");
  }

  @Test
  void expiriesAreBoundedToTheNextHundred() {
    List<Expiry> expiries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      expiries.add(new Expiry("shop", "e" + i, Instant.ofEpochSecond(1000 - i)));
    }
    metrics.exemptions(Map.of(ExemptionState.HONOURED, 300), expiries);

    assertThat(exposed())
        .contains("plimsoll_exemptions{state=\"honoured\"} 300.0")
        .contains("plimsoll_exemptions{state=\"not-honoured\"} 0.0")
        .contains("{exemption=\"e299\",namespace=\"shop\"} 701.0")
        .contains("exemption=\"e200\"")
        .doesNotContain("exemption=\"e199\"");
  }

  @Test
  void saysHowDefinitionsStand() {
    metrics.definitions(Map.of("imagepolicies", Definition.State.OLDER));
    metrics.definitions(Map.of("imagepolicies", Definition.State.CURRENT));

    assertThat(exposed())
        .contains("plimsoll_definitions{definition=\"imagepolicies\",release=\"current\"} 1.0")
        .doesNotContain("release=\"older\"");
  }

  @Test
  void countsWhatPassedUnderBreakGlassAlone() {
    List<JudgedImage> denied = List.of(image(new Verdict.Denied(List.of(), List.of())));
    metrics.breakGlass(true);
    metrics.answered("Pod", true, denied, took());
    metrics.answered("Pod", true, List.of(image(admitted())), took());
    metrics.answered("Pod", false, denied, took());

    assertThat(exposed())
        .contains("plimsoll_break_glass 1.0")
        .contains("plimsoll_break_glass_admissions_total 1.0");
  }

  @Test
  void counterOfACauseIsThereBeforeTheFirst() {
    assertThat(exposed()).contains("plimsoll_undetermined_total{cause=\"notFound\"} 0.0");
  }

  @Test
  void figuresOfTheAuditAreTheLatestAlone() {
    metrics.leading(true);
    metrics.audited(figures(3), Instant.ofEpochSecond(100), took());
    metrics.audited(figures(1), Instant.ofEpochSecond(200), took());

    assertThat(exposed())
        .contains("plimsoll_namespace_violations{enforcement=\"enforce\",namespace=\"ns0\"} 1.0")
        .doesNotContain("ns2")
        .contains("plimsoll_audit_timestamp_seconds 200.0");
  }

  @Test
  void saysNothingOfAWebhookThatNobodyCanTellOf() {
    metrics.webhookEffective(false);
    assertThat(exposed()).contains("plimsoll_webhook_effective 0.0");

    metrics.webhookUnclear();

    assertThat(exposed()).doesNotContain("plimsoll_webhook_effective ");
  }

  @Test
  void countsWhatBecomesOfFilesInTheCache() {
    CacheDirectory cache = cache();
    metrics.cache(cache);
    cache.read(
        new CacheKey("config", "1", Digest.parse("sha256:" + "a".repeat(64))),
        RecordForm.of(Descriptor.class));

    assertThat(exposed())
        .contains("plimsoll_cache_files_total{kept=\"miss\"} 1.0")
        .contains("plimsoll_cache_files_total{kept=\"hit\"} 0.0")
        .contains("plimsoll_cache_files_total{kept=\"damaged\"} 0.0");
    assertThat(cache.counts().misses()).as("said by the cache, which is still there").isOne();
  }

  private CacheDirectory cache() {
    try {
      return CacheDirectory.open(directory, Bytes.ofMebi(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void figuresOfTheAuditGoWithTheLease() {
    metrics.leading(true);
    metrics.audited(figures(3), Instant.ofEpochSecond(100), took());

    metrics.leading(false);

    assertThat(exposed())
        .contains("plimsoll_leader 0.0")
        .doesNotContain("plimsoll_namespace_violations{")
        .doesNotContain("plimsoll_policy_images{");
  }

  @Test
  void policiesOfOneNameAreOneSeries() {
    metrics.audited(
        new AuditFigures(List.of(policy("load-line", 1), policy("load-line", 2)), Map.of()),
        Instant.EPOCH,
        took());

    assertThat(exposed())
        .contains("plimsoll_policy_violations{policy=\"load-line\",rule=\"pull-size\"} 3.0")
        .contains("plimsoll_policy_images{outcome=\"violating\",policy=\"load-line\"} 3.0")
        .contains("plimsoll_policy_reclaimable_bytes{policy=\"load-line\"} 20.0");
  }

  @Test
  void seriesAreBoundedAtAThousandNamespacesEachWithAPolicyOfItsOwn() {
    sayEverything();
    metrics.audited(figures(1000), Instant.EPOCH, took());

    String text = exposed();

    assertThat(SAMPLE.matcher(text).results()).hasSizeLessThan(5000);
    assertThat(text)
        .contains("policy=\"(others)\"")
        .contains("plimsoll_namespace_violations{enforcement=\"audit\",namespace=\"ns999\"}");
  }

  @Test
  void countsWhatIsReadFromRegistries() throws IOException {
    ImageSource source = metrics.counting(new ThreeByteLayers());
    Reference image = Reference.parse("registry.example.com/app:1");
    Descriptor layer =
        new Descriptor("x", new Digest("sha256", "a".repeat(64)), new Bytes(3), null, Map.of());
    Deadline deadline = Deadline.in(Duration.ofSeconds(1));

    source.layer(image, layer, deadline).readAllBytes();
    source.layer(image, layer, deadline).close();
    assertThatThrownBy(() -> source.resolve(image, deadline))
        .isInstanceOf(SourceException.NotFound.class);

    assertThat(exposed())
        .contains("plimsoll_registry_reads_total{result=\"read\",what=\"layer\"} 1.0")
        .contains("plimsoll_registry_reads_total{result=\"failed\",what=\"tag\"} 1.0");
  }

  @Test
  void countsRequestsByConfiguredHostAndAllOthersTogether() {
    metrics.registryAnswered(Optional.of("registry.example.com"), 429);
    metrics.registryAnswered(Optional.empty(), 200);
    metrics.registryUnanswered(Optional.empty());

    assertThat(exposed())
        .contains(
            "plimsoll_registry_requests_total{code=\"429\",host=\"registry.example.com\"} 1.0")
        .contains("plimsoll_registry_requests_total{code=\"200\",host=\"(others)\"} 1.0")
        .contains("plimsoll_registry_requests_total{code=\"none\",host=\"(others)\"} 1.0");
  }

  @Test
  void tellsWhenTheCertificateEnds() {
    metrics.certificate(Instant.ofEpochSecond(1_700_000_000), Instant.ofEpochSecond(1_800_000_000));

    assertThat(exposed())
        .contains("plimsoll_webhook_certificate_start_timestamp_seconds 1.7E9")
        .contains("plimsoll_webhook_certificate_expiry_timestamp_seconds 1.8E9");
  }

  private String exposed() {
    return registry.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8");
  }

  private void sayEverything() {
    metrics.cache(cache());
    metrics.webhookEffective(true);
    metrics.vulnerabilityReports(3, 1);
    metrics.leading(true);
    metrics.policies(2, 1);
    metrics.certificate(Instant.EPOCH, Instant.EPOCH);
    metrics.registryUnanswered(Optional.empty());
    metrics.definitions(Map.of("imagepolicies", Definition.State.OLDER));
    metrics.exemptions(
        Map.of(ExemptionState.EXPIRED, 2), List.of(new Expiry("shop", "legacy", Instant.EPOCH)));
    metrics.answered(
        "Pod", true, List.of(image(undetermined()), image(admitted()), image(tolerated())), took());
    metrics.audited(figures(1), Instant.EPOCH, took());
    metrics.baselinesPending(1);
    metrics.cameInUnjudged(2);
    metrics.claimed(Metric.TurnValue.OURS);
    metrics.reports(3);
    metrics.weighed(
        new Fleet(
            3,
            5,
            new Bytes(12),
            new Bytes(9),
            new Bytes(4),
            2,
            new Bytes(20),
            List.of(),
            List.of(),
            new Fleet.Consolidation("base", 1, new Bytes(2))),
        new Bytes(3));
  }

  private static AuditFigures figures(int namespaces) {
    List<AuditFigures.OfPolicy> policies = new ArrayList<>();
    Map<AuditFigures.Place, Integer> violations = new HashMap<>();
    for (int i = 0; i < namespaces; i++) {
      policies.add(policy("policy-" + i, 1));
      for (Enforcement enforcement : Enforcement.values()) {
        violations.put(new AuditFigures.Place("ns" + i, enforcement), 1);
      }
    }
    return new AuditFigures(policies, violations);
  }

  private static AuditFigures.OfPolicy policy(String name, int violating) {
    return new AuditFigures.OfPolicy(
        name,
        1,
        violating,
        0,
        0,
        new Bytes(10),
        Map.of("pull-size", violating, "root-user", 0, "non-slim-base", 0, "compiler", 0));
  }

  private static JudgedImage image(Verdict verdict) {
    return new JudgedImage("nginx", "app", verdict);
  }

  private static Verdict admitted() {
    return new Verdict.Admitted(List.of());
  }

  private static Verdict tolerated() {
    return new Verdict.Admitted(
        List.of(),
        List.of(),
        List.of(new Tolerated("shop/a", "root-user", "root, limit non-root", null)));
  }

  private static Verdict undetermined() {
    Unknown why = new Unknown(Cause.UNREACHABLE, "no answer");
    return new Verdict.Undetermined(
        List.of(),
        List.of(
            new UndecidedRules("shop/a", List.of("compiler"), why, UndeterminedAction.WARN),
            new UndecidedRules("shop/b", List.of("compiler"), why, UndeterminedAction.WARN)));
  }

  private static Duration took() {
    return Duration.ofMillis(3);
  }

  private static Set<String> labels(MatchResult sample) {
    return sample.group(2) == null
        ? Set.of()
        : LABEL
            .matcher(sample.group(2))
            .results()
            .map(label -> label.group(1))
            .filter(label -> !label.equals("le"))
            .collect(Collectors.toSet());
  }

  /// A source that has layers and nothing else.
  private static final class ThreeByteLayers implements ImageSource {
    @Override
    public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
      throw new SourceException.NotFound("no tags here");
    }

    @Override
    public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
        throws SourceException {
      throw new SourceException.NotFound("no manifests here");
    }

    @Override
    public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
        throws SourceException {
      throw new SourceException.NotFound("no configs here");
    }

    @Override
    public InputStream layer(Reference repository, Descriptor layer, Deadline deadline) {
      return new ByteArrayInputStream(new byte[3]);
    }
  }
}
