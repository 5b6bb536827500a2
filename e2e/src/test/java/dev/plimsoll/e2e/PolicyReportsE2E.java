package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.Definitions;
import dev.plimsoll.e2e.parts.FakeNodes;
import dev.plimsoll.e2e.parts.ImagePush;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.TestImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Reports on workloads, in a cluster of their own, and whether all that counts what runs counts
/// the same; the tests are one story.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PolicyReportsE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RESOURCES =
      SourceTree.root().resolve("e2e/src/test/resources/policy-reports");
  private static final String POLICY_REPORTS = "policyreports.wgpolicyk8s.io";
  private static final String OPEN_REPORTS = "reports.openreports.io";

  private static RegistryServer registry;
  private static ControlPlane cluster;
  private static Installation installation;
  private static TestNamespace shop;
  private static TestNamespace bank;
  private static TestImage root;
  private static TestImage nobody;

  @BeforeAll
  static void install() {
    registry = RegistryServer.start(RegistrySettings.defaults());
    cluster =
        ControlPlane.start(ControlPlaneSettings.defaults().withNodes(new FakeNodes(2, "amd64")));
    installation =
        Installation.install(
            cluster,
            InstallationSettings.withInsecureRegistries(registry.host())
                .withProperty("plimsoll.policy-reports.enabled=true"));
    shop = TestNamespace.create(kubectl(), "shop");
    bank = TestNamespace.create(kubectl(), "bank");
    root = image("");
    nobody = image("65532");
    ImagePush push = new ImagePush(registry);
    String bad = push.push(root, "apps/root", "1");
    String good = push.push(nobody, "apps/nobody", "1");
    deploy(shop, "web", 3, bad, good);
    deploy(shop, "legacy", 1, bad);
    deploy(shop, "api", 2, good);
    deploy(bank, "web", 2, bad);
    deploy(bank, "batch", 1, good);
    expect(bank.run("run", "alone", "--image=" + bad));
    expect(bank.run("wait", "--for=condition=Ready", "--timeout=120s", "pod/alone"));
  }

  @AfterAll
  static void uninstall() throws Exception {
    for (AutoCloseable part : List.of(installation, cluster, registry)) {
      part.close();
    }
  }

  @Test
  @Order(1)
  void nothingIsWrittenWithoutADefinitionAndTheLogSaysSo() {
    expect(
        kubectl()
            .apply(
                """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ClusterImagePolicy
                metadata: {name: fleet}
                spec: {enforcement: Audit, rules: {user: {rootUser: {}}, size: {layerCount: {max: 40}}}}
                """));

    Patience.await(
        PATIENCE,
        () -> installation.operator().logTail(200).contains("Policy reports cannot be written"),
        () -> installation.operator().logTail(50));
    assertThat(installation.operator().logTail(200))
        .contains("neither reports.openreports.io nor policyreports.wgpolicyk8s.io");
  }

  @Test
  @Order(2)
  void countsAgree() {
    define("policyreports.yaml");
    expect(kubectl().run("apply", "-f", SourceTree.root() + "/config/rbac/policy-reports.yaml"));
    bank.policy(
        "scanned", "enforcement: Audit\nrules: {packages: {vulnerabilities: {maxHigh: 0}}}");
    shop.policy("load-line", "rules: {user: {rootUser: {}}}");
    exempt();

    String pods = count("pods");
    assertThat(pods.lines())
        .as("what was deployed runs")
        .containsExactly("fleet 7 4 0 0", "load-line 4 1 0 1", "scanned 3 0 3 0");
    Patience.await(
        PATIENCE,
        () -> count("status").equals(pods) && count("reports").equals(pods),
        () ->
            "pods\n%s\nstatus\n%s\nreports\n%s\n%s"
                .formatted(pods, count("status"), count("reports"), table(POLICY_REPORTS)));
    List<String> counted = pods.lines().map(PolicyReportsE2E::withoutExempted).toList();
    Patience.await(PATIENCE, () -> metrics().equals(counted), () -> metrics() + " " + counted);
    Patience.await(
        PATIENCE,
        () -> count("image-reports").equals(count("digests")),
        () -> count("digests") + "\n" + count("image-reports"));
    assertThat(violationsByRule())
        .isEqualTo(Map.of("fleet root-user", 4L, "load-line root-user", 1L));
    for (Map.Entry<String, Long> rule : violationsByRule().entrySet()) {
      String[] names = rule.getKey().split(" ");
      Map<String, String> labels = Map.of("policy", names[0], "rule", names[1]);
      Patience.await(
          PATIENCE,
          () -> metric("plimsoll_policy_violations", labels) == rule.getValue(),
          () -> rule + ": " + metric("plimsoll_policy_violations", labels));
    }
  }

  @Test
  @Order(3)
  void reportSaysWhatIsWrongAndGoesWithItsWorkload() {
    JsonNode report = json(shop.run("get", POLICY_REPORTS, "plimsoll-deployment-web", "-o=json"));
    assertThat(report.at("/scope/kind").asText()).isEqualTo("Deployment");
    assertThat(report.at("/summary/fail").asInt()).isEqualTo(2);
    JsonNode worst = report.at("/results/1");
    assertThat(worst.path("policy").asText()).isEqualTo(shop.name() + "/load-line");
    assertThat(worst.at("/properties/enforcement").asText()).isEqualTo("enforce");
    assertThat(worst.path("rule").asText()).isEqualTo("root-user");
    assertThat(worst.path("result").asText()).isEqualTo("fail");
    assertThat(worst.path("severity").asText()).isEqualTo("high");
    assertThat(worst.path("message").asText()).contains("root").contains("limit");
    assertThat(worst.at("/properties/digest").asText()).isEqualTo(root.digest().toString());
    assertThat(table(POLICY_REPORTS).lines().findFirst().orElseThrow())
        .contains("PASS", "FAIL", "WARN", "ERROR");

    expect(shop.run("delete", "deployment", "web"));

    Patience.await(
        PATIENCE,
        () -> !shop.run("get", POLICY_REPORTS, "plimsoll-deployment-web").succeeded(),
        () -> table(POLICY_REPORTS));
    Patience.await(
        PATIENCE,
        () -> count("reports").equals(count("pods")),
        () -> count("pods") + "\n" + count("reports"));
  }

  @Test
  @Order(4)
  void openReportsArePreferredWhereTheClusterHasThem() {
    define("openreports.yaml");
    deploy(bank, "late", 1, registry.host() + "/apps/nobody:1");

    Patience.await(
        PATIENCE,
        () -> count("reports", OPEN_REPORTS).equals(count("pods")),
        () -> count("pods") + "\n" + count("reports", OPEN_REPORTS));
    assertThat(
            json(bank.run("get", OPEN_REPORTS, "plimsoll-deployment-late", "-o=json"))
                .path("source")
                .asText())
        .isEqualTo("plimsoll");
  }

  private static void exempt() {
    expect(
        shop.apply(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageExemption
            metadata: {name: legacy}
            spec:
              images: ["**"]
              workloadSelector: {matchLabels: {app: legacy}}
              rules: [{rule: root-user}]
              reason: is rewritten this month
              owner: team-shop
              expires: %s
            """
                .formatted(
                    Instant.now().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.SECONDS))));
  }

  private static void define(String file) {
    Definitions.apply(kubectl(), RESOURCES.resolve(file));
  }

  private static TestImage image(String user) {
    return ImageBuilder.image()
        .user(user)
        .layer("ADD rootfs.tar /", layer -> layer.file("etc/os-release", "ID=debian\n"))
        .build();
  }

  /// A Deployment with one container for each image.
  private static void deploy(TestNamespace namespace, String name, int replicas, String... images) {
    List<String> line =
        new ArrayList<>(List.of("create", "deployment", name, "--replicas=" + replicas));
    for (String image : images) {
      line.add("--image=" + image);
    }
    expect(namespace.run(line.toArray(String[]::new)));
    expect(namespace.run("rollout", "status", "deployment/" + name, "--timeout=120s"));
  }

  private static String count(String way) {
    return count(way, POLICY_REPORTS);
  }

  /// What the script counts, which knows nothing of Plimsoll but where it writes.
  private static String count(String way, String reports) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", RESOURCES.resolve("counts.sh").toString(), way)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("KUBECTL", kubectl().program().toString());
    builder.environment().put("KUBECONFIG", kubectl().kubeconfig().toString());
    builder.environment().put("ROOTS", root.digest().toString());
    builder.environment().put("REPORTS", reports);
    try {
      Process script = builder.start();
      String out = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(script.waitFor()).as("counts.sh " + way).isZero();
      return out.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The same lines from the metrics, which do not count what is exempted.
  private static List<String> metrics() {
    List<String> lines = new ArrayList<>();
    for (String line : count("pods").lines().toList()) {
      String[] fields = line.split(" ");
      double exempted = Double.parseDouble(fields[4]);
      double all = metric("plimsoll_policy_images", Map.of("policy", fields[0])) + exempted;
      lines.add(
          "%s %.0f %.0f %.0f"
              .formatted(
                  fields[0],
                  all,
                  metric(
                      "plimsoll_policy_images",
                      Map.of("policy", fields[0], "outcome", "violating")),
                  metric(
                      "plimsoll_policy_images",
                      Map.of("policy", fields[0], "outcome", "undetermined"))));
    }
    return lines;
  }

  private static String withoutExempted(String line) {
    return line.substring(0, line.lastIndexOf(' '));
  }

  /// `policy rule`, and how many results say that it is violated.
  private static Map<String, Long> violationsByRule() {
    JsonNode reports = json(kubectl().run("get", POLICY_REPORTS, "-A", "-o=json"));
    return reports.path("items").findValues("results").stream()
        .flatMap(results -> StreamSupport.stream(results.spliterator(), false))
        .filter(result -> result.path("result").asText().equals("fail"))
        .collect(
            Collectors.groupingBy(
                result ->
                    result.path("policy").asText().replaceFirst(".*/", "")
                        + " "
                        + result.path("rule").asText(),
                Collectors.counting()));
  }

  private static double metric(String name, Map<String, String> labels) {
    return installation.operator().metrics().sum(name, labels);
  }

  private static String table(String reports) {
    return expect(kubectl().run("get", reports, "-A"));
  }

  private static JsonNode json(Kubectl.Outcome outcome) {
    try {
      return JSON.readTree(expect(outcome));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Kubectl kubectl() {
    return cluster.kubectl();
  }
}
