package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.FaultyRegistry.Fault;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.PrometheusServer;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.rule.catalogue.Catalogue;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A Prometheus scrapes the operator at work: alerts fire and end with what they tell of, and the
/// dashboard's queries find data.
///
/// Waiting times and windows are cut to seconds; nothing else of the rules is changed.
@ExtendWith(InstallationExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String EXPIRY = "plimsoll_webhook_certificate_expiry_timestamp_seconds";

  private final Surroundings surroundings;
  private final Kubectl kubectl;
  private PrometheusServer prometheus;

  PrometheusE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.kubectl = surroundings.cluster().kubectl();
  }

  /// What classes before this one left behind would have alerts fire on.
  @BeforeAll
  void start() throws IOException {
    for (String kind : List.of("imagepolicies", "imageexemptions", "clusterimagepolicies")) {
      expect(kubectl.run("delete", kind + ".plimsoll.dev", "--all", "--all-namespaces"));
    }
    String target = "127.0.0.1:" + surroundings.installation().operator().managementPort();
    prometheus = PrometheusServer.start(target, "/q/metrics", rules());
    await("the operator is scraped", () -> !prometheus.query("plimsoll_leader == 1").isEmpty());
  }

  @AfterAll
  void stop() {
    prometheus.close();
  }

  @Test
  void alertOfViolationsFiresAndEnds() {
    TestNamespace namespace = namespace();
    expect(namespace.deploy("legacy", image("faults:root")));
    expect(namespace.run("rollout", "status", "deployment/legacy"));
    firesAndEnds(
        "PlimsollImageViolations",
        () -> namespace.policy("load-line", "rules: {user: {rootUser: {}}}"),
        () -> expect(namespace.run("delete", "deployment", "legacy")));
  }

  @Test
  void alertOfPoliciesThatMakeNoSenseFiresAndEnds() {
    TestNamespace namespace = namespace();
    firesAndEnds(
        "PlimsollPolicyNotAccepted",
        () ->
            expect(
                namespace.apply(
                    """
                    apiVersion: plimsoll.dev/v1alpha1
                    kind: ImagePolicy
                    metadata: {name: senseless}
                    spec: {profile: Baseline, knownBases: ["No Reference"]}
                    """)),
        () -> expect(namespace.run("delete", "imagepolicies.plimsoll.dev", "senseless")));
  }

  @Test
  void alertOfARegistryThatDoesNotAnswerFiresAndEnds() {
    TestNamespace namespace = namespace();
    namespace.policy(
        "load-line",
        "whenUndetermined: {unreachable: Allow}\nrules: {size: {pullSize: {max: 1Gi}}}");
    String image = surroundings.faults().get(Fault.REFUSED).host() + "/shop/web:";
    firesWhileGoingOn(
        "PlimsollRegistryFailing",
        i -> expect(namespace.deploy("web-" + i, image + i)),
        namespace::delete);
  }

  @Test
  void alertOfBreakGlassFiresAndEnds() {
    String there = "--namespace=" + Installation.NAMESPACE;
    firesAndEnds(
        "PlimsollBreakGlass",
        () -> expect(kubectl.run("create", "configmap", "plimsoll-break-glass", there)),
        () -> expect(kubectl.run("delete", "configmap", "plimsoll-break-glass", there)));
  }

  @Test
  void alertOfAnExemptionThatEndsSoonFiresAndEnds() {
    TestNamespace namespace = namespace();
    namespace.policy("load-line", "rules: {user: {rootUser: {}}}");
    String ends = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS).toString();
    firesAndEnds(
        "PlimsollExemptionEnding",
        () -> {
          expect(
              namespace.apply(
                  """
                  apiVersion: plimsoll.dev/v1alpha1
                  kind: ImageExemption
                  metadata: {name: legacy}
                  spec:
                    images: ["**"]
                    rules: [{rule: root-user}]
                    reason: is rewritten this month
                    owner: team-shop
                    expires: %s
                  """
                      .formatted(ends)));
          await(
              "the exemption counts",
              () -> namespace.deploy("legacy", image("faults:root")).succeeded());
        },
        namespace::delete);
  }

  /// The API server is told to ask in no namespace, as by a selector that somebody got wrong.
  @Test
  void alertOfAWebhookThatIsNotAskedFiresAndEnds() {
    await(
        "the webhook is effective",
        () -> prometheus.query("plimsoll_webhook_effective").contains(1.0));
    LabelSelector everywhere = namespaceSelector();
    LabelSelector nowhere =
        new LabelSelectorBuilder().addToMatchLabels("e2e.plimsoll.dev/none", "has-this").build();
    try {
      firesAndEnds(
          "PlimsollWebhookNotEffective", () -> askOnlyIn(nowhere), () -> askOnlyIn(everywhere));
    } finally {
      askOnlyIn(everywhere);
    }
  }

  private LabelSelector namespaceSelector() {
    return surroundings
        .cluster()
        .client()
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("plimsoll")
        .get()
        .getWebhooks()
        .getFirst()
        .getNamespaceSelector();
  }

  private void askOnlyIn(LabelSelector namespaces) {
    surroundings
        .cluster()
        .client()
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("plimsoll")
        .edit(
            configuration -> {
              configuration
                  .getWebhooks()
                  .forEach(webhook -> webhook.setNamespaceSelector(namespaces));
              return configuration;
            });
  }

  @Test
  void alertOfManyImagesThatCannotBeJudgedFiresAndEnds() {
    TestNamespace namespace = namespace();
    namespace.policy("scanned", "rules: {packages: {vulnerabilities: {maxHigh: 0}}}");
    String dryRun = "--dry-run=server";
    String app = "--image=" + image("faults:root");
    firesWhileGoingOn(
        "PlimsollManyUndetermined",
        i -> expect(namespace.run("create", "deployment", "web-" + i, app, dryRun)),
        namespace::delete);
  }

  @Test
  void alertOfADefinitionOfAnOlderReleaseFiresAndEnds() {
    firesAndEnds("PlimsollDefinitions", () -> annotate("0"), () -> annotate(Catalogue.VERSION));
  }

  private void annotate(String version) {
    expect(
        kubectl.run(
            "annotate",
            "--overwrite",
            "crd/imagepolicies.plimsoll.dev",
            "plimsoll.dev/catalogue-version=" + version));
  }

  /// The rule is told to want more time than the present certificate has; the next one has that.
  @Test
  void alertOfTheCertificateEndsWhenItIsRenewed() {
    firesAndEnds(
        "PlimsollCertificateExpiring",
        () -> {},
        () ->
            expect(
                kubectl.run(
                    "delete",
                    "secret",
                    "plimsoll-webhook-certificate",
                    "--namespace=" + Installation.NAMESPACE)));
  }

  @Test
  void everyQueryOfTheDashboardFindsData() throws IOException {
    TestNamespace namespace = namespace();
    namespace.policy("load-line", "enforcement: Audit\nrules: {user: {rootUser: {}}}");
    List<String> queries = queries();
    assertThat(queries).hasSizeGreaterThan(20);
    List<String> silent = new ArrayList<>(queries);
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int i = 0; !silent.isEmpty() && System.nanoTime() < end; i++) {
      String image = i % 2 == 0 ? "faults:root" : "apps/002:corrected";
      expect(namespace.deploy("web-" + i, image(image)));
      silent.removeIf(query -> prometheus.query(query).stream().anyMatch(v -> !v.isNaN()));
    }
    assertThat(silent).as("queries without data").isEmpty();
  }

  private void firesAndEnds(String alert, Runnable begin, Runnable mend) {
    begin.run();
    await(alert + " fires", () -> prometheus.firing().contains(alert));
    ends(alert, mend);
  }

  /// For alerts on rates: what happens between two scrapes, and never again, is no rate.
  private void firesWhileGoingOn(String alert, IntConsumer event, Runnable mend) {
    AtomicInteger events = new AtomicInteger();
    await(
        alert + " fires",
        () -> {
          event.accept(events.getAndIncrement());
          return prometheus.firing().contains(alert);
        });
    ends(alert, mend);
  }

  private void ends(String alert, Runnable mend) {
    mend.run();
    await(alert + " ends", () -> !prometheus.firing().contains(alert));
  }

  private String rules() throws IOException {
    double expiry = surroundings.installation().operator().metrics().sum(EXPIRY, Map.of());
    return Files.readString(SourceTree.root().resolve("config/prometheus/plimsoll.rules.yaml"))
        .replaceAll("(?m)^( *for:) .*$", "$1 1s")
        .replace("[5m]", "[10s]")
        .replace("< 604800\n      and", "< %.0f + 1 - time()%n      and".formatted(expiry))
        .replace(" / 6)", " * 2)");
  }

  private static List<String> queries() throws IOException {
    JsonNode dashboard =
        Serialization.unmarshal(
            Files.readString(SourceTree.root().resolve("config/grafana/plimsoll.json")),
            JsonNode.class);
    return dashboard.findValuesAsText("expr").stream()
        .map(query -> query.replace("$__rate_interval", "10s"))
        .toList();
  }

  private TestNamespace namespace() {
    return TestNamespace.create(kubectl, "prometheus");
  }

  private String image(String name) {
    return surroundings.registry().host() + "/" + name;
  }

  private void await(String what, BooleanSupplier condition) {
    Patience.await(PATIENCE, condition, () -> what + "; firing: " + prometheus.firing());
  }
}
