package dev.plimsoll.e2e.chart;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.installation.Helm;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.Manifest;
import dev.plimsoll.e2e.parts.CertManager;
import dev.plimsoll.e2e.parts.ClusterExtension;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.Definitions;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The chart against Helm's own checks, the kustomization and the API server.
@ExtendWith(ClusterExtension.class)
class ChartIT {
  private static final Path VALUES = SourceTree.root().resolve("e2e/src/test/resources/chart");
  private static final String IMAGE = "--set=image.repository=plimsoll-operator";

  private static Kubectl kubectl;
  private static Helm helm;

  @BeforeAll
  static void prepare(ControlPlane cluster) {
    kubectl = cluster.kubectl();
    helm = Helm.in(cluster.kubeconfig(), System.err::println);
    for (String namespace : List.of(Installation.NAMESPACE, "plimsoll-probe", "load-line-probe")) {
      kubectl.run("create", "namespace", namespace); // there already after other tests
    }
    Definitions.apply(kubectl, VALUES.resolve("definitions-of-others.yaml"));
    CertManager.define(kubectl, System.err::println);
  }

  @Test
  void passesHelmsOwnChecks() {
    Outcome lint = helm.run("lint", "--strict", Helm.CHART.toString(), IMAGE);

    assertThat(lint.succeeded()).as(lint.out() + lint.err()).isTrue();
  }

  @Test
  void rendersWhatTheKustomizationHas() {
    Map<String, SortedSet<String>> chart = comparable(helm.template(IMAGE));
    Map<String, SortedSet<String>> kustomization =
        comparable(
            Manifest.all(expect(kubectl.run("kustomize", SourceTree.root() + "/config/default"))));
    kustomization.remove("Namespace " + Installation.NAMESPACE); // helm --create-namespace

    assertThat(chart.keySet()).isEqualTo(kustomization.keySet());
    chart.forEach((id, object) -> assertSame(id, object, kustomization.get(id)));
  }

  @Test
  void rendersTheMonitoringThatConfigHas() throws IOException {
    Map<String, SortedSet<String>> chart =
        comparable(
            helm.template(
                IMAGE,
                "--set=metrics.serviceMonitor.enabled=true",
                "--set=metrics.prometheusRule.enabled=true"));
    for (String file : List.of("service-monitor.yaml", "prometheus-rule.yaml")) {
      String text = Files.readString(SourceTree.root().resolve("config/prometheus/" + file));
      comparable(Manifest.all(text)).forEach((id, object) -> assertSame(id, chart.get(id), object));
    }
  }

  /// Whoever applies what is printed, without Helm, must not meet the empty webhook of the hook.
  @Test
  void printsEachObjectOnce() {
    assertThat(helm.template(IMAGE, "--set=pinning.enabled=true"))
        .extracting(Manifest::identity)
        .doesNotHaveDuplicates();
  }

  /// OpenShift chooses user and group by namespace, and refuses what names others.
  @Test
  void leavesTheUserToTheClusterWhereAsked() {
    String pods =
        Manifest.stream(
            helm.template(
                IMAGE,
                "--set=podSecurityContext.runAsUser=null",
                "--set=podSecurityContext.runAsGroup=null"));

    assertThat(pods).contains("runAsNonRoot: true").doesNotContain("runAsUser", "runAsGroup");
  }

  @Test
  void leavesTheCertificateAuthorityToTheOperator() {
    assertThat(Manifest.stream(helm.template(IMAGE))).doesNotContain("caBundle");
  }

  @Test
  void keepsTheDefinitionsUnlessToldOtherwise() {
    assertThat(definitions(IMAGE))
        .isNotEmpty()
        .allMatch(definition -> "keep".equals(definition.annotation("helm.sh/resource-policy")));
    assertThat(definitions(IMAGE, "--set=crds.keep=false"))
        .isNotEmpty()
        .allMatch(definition -> definition.annotation("helm.sh/resource-policy") == null);
    assertThat(definitions(IMAGE, "--set=crds.install=false")).isEmpty();
  }

  @Test
  void needsNoRightToACertificateThatCertManagerMakes() {
    String role =
        Manifest.stream(
            helm.template(IMAGE, "--set=certificates.source=CertManager").stream()
                .filter(
                    manifest ->
                        manifest.identity().equals("Role " + Installation.NAMESPACE + "/plimsoll"))
                .toList());

    assertThat(role).contains("leases").doesNotContain("plimsoll-webhook-certificate");
  }

  @Test
  void writesPolicyReportsOnlyWhereToldTo() throws IOException {
    List<Manifest> off = helm.template(IMAGE);
    List<Manifest> on = helm.template(IMAGE, "--set=policyReports.enabled=true");
    Map<String, SortedSet<String>> rights =
        comparable(
            Manifest.all(
                Files.readString(SourceTree.root().resolve("config/rbac/policy-reports.yaml"))));

    assertThat(Manifest.stream(off)).doesNotContain("openreports.io", "policy-reports");
    assertThat(Manifest.stream(on)).contains("plimsoll.policy-reports.enabled=true");
    assertThat(rights).hasSize(2);
    rights.forEach((id, object) -> assertSame(id, comparable(on).get(id), object));
  }

  /// A replica that starts anew over that switch judges nothing meanwhile.
  @Test
  void breakGlassLeavesTheReplicasAlone() {
    String switched = "ConfigMap " + Installation.NAMESPACE + "/plimsoll-break-glass";
    Map<String, SortedSet<String>> off = all(helm.template(IMAGE));
    Map<String, SortedSet<String>> on = all(helm.template(IMAGE, "--set=breakGlass.enabled=true"));

    assertThat(on.remove(switched)).isNotNull();
    assertThat(on).isEqualTo(off);
  }

  /// What passes one of the webhooks unasked passes the other.
  @Test
  void asksBothWebhooksAboutTheSame() {
    List<Manifest> webhooks =
        helm.template("--values=" + VALUES.resolve("valid-everything.yaml")).stream()
            .filter(manifest -> manifest.kind().endsWith("WebhookConfiguration"))
            .toList();

    assertThat(webhooks).hasSize(2);
    assertThat(webhooks)
        .allSatisfy(
            webhook ->
                assertThat(webhook.text())
                    .contains("not-the-nodes", "plimsoll.dev/skip", "plimsoll.dev/judged")
                    .contains("example.com/owner: platform")
                    .contains("admissions.enforcer/disabled: \"true\""));
  }

  static Stream<Path> valid() throws IOException {
    return values("valid-");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void apiServerTakesWhatIsRendered(Path values) {
    List<Manifest> manifests = helm.template("--values=" + values);

    Outcome applied =
        kubectl.apply(
            Manifest.stream(manifests.stream().filter(not("Namespace")).toList()),
            "--server-side",
            "--force-conflicts",
            "--dry-run=server",
            "--validate=strict");

    assertThat(applied.succeeded()).as(applied.err()).isTrue();
    assertThat(applied.out().lines())
        .hasSize((int) manifests.stream().filter(not("Namespace")).count());
  }

  static Stream<Path> invalid() throws IOException {
    return values("invalid-");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesBadValuesWithASentence(Path values) throws IOException {
    String says = Files.readAllLines(values).getFirst().replaceFirst("# says: ", "");

    Outcome outcome = helm.templateOutcome("--values=" + values);

    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.err()).contains(says);
  }

  private static List<Manifest> definitions(String... arguments) {
    return helm.template(arguments).stream()
        .filter(Predicate.not(not("CustomResourceDefinition")))
        .toList();
  }

  private static Predicate<Manifest> not(String kind) {
    return manifest -> !manifest.kind().equals(kind);
  }

  /// Says only what differs; the objects are long.
  private static void assertSame(String id, SortedSet<String> chart, SortedSet<String> config) {
    assertThat(without(chart, config)).as("only in the chart's " + id).isEmpty();
    assertThat(without(config, chart)).as("only in config's " + id).isEmpty();
  }

  private static List<String> without(SortedSet<String> lines, SortedSet<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).toList();
  }

  /// By identity, without hooks and what says only which tool installed it.
  private static Map<String, SortedSet<String>> comparable(List<Manifest> manifests) {
    return manifests.stream()
        .filter(manifest -> manifest.annotation("helm.sh/hook") == null)
        .collect(
            toMap(
                Manifest::identity,
                manifest -> Unbranded.lines(manifest.content()),
                (one, _) -> {
                  throw new AssertionError("rendered twice: " + one);
                },
                TreeMap::new));
  }

  private static Map<String, SortedSet<String>> all(List<Manifest> manifests) {
    Map<String, SortedSet<String>> all = new TreeMap<>();
    for (Manifest manifest : manifests) {
      all.computeIfAbsent(manifest.identity(), _ -> new TreeSet<>()).add(manifest.text());
    }
    return all;
  }

  private static Stream<Path> values(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(VALUES)) {
      List<Path> matching =
          files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
      assertThat(matching).hasSizeGreaterThan(5);
      return matching.stream();
    }
  }
}
