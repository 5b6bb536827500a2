package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.registry.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewCommandTest {
  private static final String AUDIT =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: shop}
      spec:
        enforcement: Audit
        rules: {user: {rootUser: {}}, buildTools: {compiler: {enforcement: Warn}}}
      """;
  private static final String EVERYWHERE =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ClusterImagePolicy
      metadata: {name: everywhere}
      spec:
        enforcement: Warn
        alreadyRunning: Refuse
        namespaceSelector: SELECTOR
        exemptions: EXEMPTIONS
        rules: {buildTools: {compiler: {}}}
      """;

  @TempDir private Path directory;
  private ScriptedRegistry registry;
  private TestCluster cluster;

  @BeforeEach
  void open() {
    registry = Shop.open();
    cluster = new TestCluster(registry, directory).with(TestCluster.NAMESPACES);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Outcome preview(String... options) {
    List<String> line = new ArrayList<>(List.of("preview"));
    line.addAll(List.of(options));
    return new Trial(registry, directory).cluster(cluster).run(line.toArray(String[]::new));
  }

  private static String everywhere(String selector, String exemptions) {
    return EVERYWHERE.replace("SELECTOR", selector).replace("EXEMPTIONS", exemptions);
  }

  private JsonNode json(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("-o", "json"));
    line.addAll(List.of(options));
    return new JsonMapper().readTree(preview(line.toArray(String[]::new)).out());
  }

  @Test
  void saysWhatEnforceWouldRefuseByTheReportsAndAsksNoRegistry() {
    cluster
        .with(AUDIT)
        .running("shop", "web", "shop/web:1.4")
        .running("shop", "good", "shop/web:1.5")
        .running("bank", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 2)
        .reported("shop/web:1.5", 1);
    int before = registry.requests().size();

    Outcome outcome = preview();

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out())
        .startsWith("If every policy enforced, admission would refuse 1 of 3 workloads.\n")
        .contains("shop/load-line  Audit              2           1           0           0")
        .contains("refused for root-user 1")
        .contains("deployments.apps/web -n shop:\nDeployment shop/web is refused: ")
        .contains("Warning: reg.dev.example/shop/web:1.4: compiler")
        .contains("2 workloads would be admitted; --all lists them.")
        .contains("alreadyRunning is Tolerate in shop/load-line");
    assertThat(registry.requests()).hasSize(before);
  }

  @Test
  void listsWhatWouldBeAdmittedWhereThatIsAskedFor() {
    cluster.with(AUDIT).running("shop", "good", "shop/web:1.5").reported("shop/web:1.5", 1);

    Outcome outcome = preview("--all");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("Deployment shop/good is admitted");
  }

  @Test
  void readsFromTheRegistryWhatNoReportTells() {
    cluster.with(AUDIT).running("shop", "web", "shop/web:1.4");

    Outcome alone = preview("--no-registry");
    assertThat(alone.exit()).isEqualTo(2);
    assertThat(alone.out())
        .startsWith(
            "If every policy enforced, admission would refuse 0 of 1 workload; 1 could not be")
        .contains("not judged, nothing is known here of");

    assertThat(preview("--insecure-registry", Trial.REGISTRY).exit()).isEqualTo(1);
    assertThat(preview("--no-registry").exit()).as("from the cache").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{matchLabels: {tier: web}} | 1",
        "{matchLabels: {tier: batch}} | 0",
        "{} | 1",
        "null | 1"
      })
  void appliesPoliciesOfTheClusterToTheNamespacesThatTheySelect(String selector, int exit) {
    cluster
        .with(everywhere(selector, "{}"))
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().exit()).isEqualTo(exit);
  }

  @Test
  void leavesOutNamespacesThatTheWebhookIsNotAskedAbout() {
    cluster
        .with(everywhere("null", "{}"))
        .running("kube-system", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().out()).contains("would refuse 0 of 0 workloads");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ops  | {}                                     | 0",
        "shop | {}                                     | 1",
        "shop | {namespaceSelector: {}}                | 0",
        "shop | {namespaceSelector: {}, maxDays: 3}    | 1",
        "shop | {namespaceSelector: {}, rules: [jdk]}  | 1"
      })
  void honoursTheExemptionsThatThePolicyHonours(String from, String terms, int exit) {
    cluster
        .with(everywhere("null", terms))
        .with(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: ops, labels: {kubernetes.io/metadata.name: ops}}
            ---
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageExemption
            metadata: {name: legacy, namespace: FROM, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              images: ["**"]
              namespaceSelector: {}
              rules: [{rule: compiler}]
              reason: r
              owner: o
              expires: "2999-01-01T00:00:00Z"
            """
                .replace("FROM", from))
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().exit()).isEqualTo(exit);
  }

  @Test
  void tellsOfPoliciesThatJudgeNothing() {
    cluster
        .with(AUDIT.replace("rootUser: {}", "noSuchRule: {}").replace("compiler", "noSuch"))
        .running("shop", "web", "shop/web:1.4")
        .reported("shop/web:1.4", 1);

    assertThat(preview().out()).contains("note: policy shop/load-line is not accepted");
  }

  @Test
  void writesJsonAsTheSchemaHasItAndAPage() throws IOException {
    cluster
        .with(AUDIT)
        .running("shop", "web", "shop/web:1.4")
        .running("shop", "good", "shop/web:1.5")
        .reported("shop/web:1.4", 1)
        .reported("shop/web:1.5", 1);
    JsonNode report = json();
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                new JsonMapper()
                    .readTree(Path.of("../docs/schema/report-v1.schema.json").toFile()));

    assertThat(schema.validate(report)).isEmpty();
    assertThat(report.at("/policies/0/name").asText()).isEqualTo("shop/load-line");
    assertThat(report.at("/policies/0/refusedByRule/root-user").asInt()).isEqualTo(1);
    assertThat(report.at("/workloads").findValuesAsText("title"))
        .containsExactly("Deployment shop/good", "Deployment shop/web");
    assertThat(report.at("/workloads/1/admitted").asBoolean()).isFalse();
    assertThat(report.at("/workloads/1/place/file").asText())
        .isEqualTo("deployments.apps/web -n shop");

    assertThat(preview("-o", "html").out())
        .contains("<h1>If every policy enforced, admission would refuse 1 of 2 workloads.</h1>")
        .contains("<td>shop/load-line (tolerates what runs)</td><td>Audit</td>")
        .contains("root-user 1");
  }

  @Test
  void asksForOneNamespaceAloneWithTheContextThatIsNamed() {
    preview("-n", "shop", "--context", "there", "--kubeconfig", "/some/file");

    assertThat(cluster.asked())
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("get ")
                    .contains("--context=there", "--kubeconfig=/some/file", "-o=json"));
    assertThat(cluster.asked())
        .anyMatch(line -> line.startsWith("get pods,") && line.contains("-n=shop"));
    assertThat(cluster.asked())
        .noneMatch(line -> line.startsWith("get pods,") && line.contains("--all"));
    assertThat(preview("-n", "No Such").exit()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error: the server doesn't have a resource type \"imagepolicies\" | 64 | Plimsoll is not installed there",
        "Error from server (Forbidden): imagepolicies.plimsoll.dev is forbidden: User \"jane\" | 64 | you may not list imagepolicies.plimsoll.dev there",
        "Unable to connect to the server: dial tcp: lookup api: no such host | 2 | kubectl cannot reach the cluster",
        "error: context \"there\" does not exist | 64 | context \"there\" does not exist"
      })
  void saysInOneSentenceWhyTheClusterTellsNothing(String said, int exit, String sentence) {
    cluster.failing("ImagePolicy", said);

    Outcome outcome = preview();

    assertThat(outcome.exit()).isEqualTo(exit);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("plimsoll: ").contains(sentence).hasLineCount(1);
  }

  @Test
  void doesWithoutReportsAndPoliciesThatItMayNotSee() {
    cluster
        .with(AUDIT)
        .failing("ImageReport", "Error from server (Forbidden): imagereports is forbidden")
        .failing("ClusterImagePolicy", "Error from server (Forbidden): is forbidden")
        .running("shop", "web", "shop/web:1.4");

    Outcome outcome = preview("--insecure-registry", Trial.REGISTRY);

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("note: imagereports.plimsoll.dev are left out: you may not list")
        .contains("note: clusterimagepolicies.plimsoll.dev are left out");
  }

  @Test
  void saysThatKubectlIsMissing() {
    Outcome outcome = new Trial(registry, directory).run("preview");

    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.err()).contains("there is no kubectl on the PATH").hasLineCount(1);
  }

  @Test
  void takesNoCutOffListForAWholeOne() {
    cluster.with(AUDIT).writing("Deployment", "{\"items\": [{\"kind\": \"Pod\"}, ");

    Outcome outcome = preview();

    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.err()).contains("wrote what is no JSON").hasLineCount(1);
  }

  @Test
  void believesNoReportWhoseNameIsOfAnotherDigest() {
    cluster.with(AUDIT).running("shop", "web", "shop/web:1.4");
    cluster.with(
        """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImageReport
        metadata: {name: sha256-0000}
        spec: {digest: "DIGEST(shop/web:1.4)", facts: AAAA}
        """);

    Outcome outcome = preview("--no-registry");

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.out()).contains("note: report sha256-0000 is passed over");
  }
}
