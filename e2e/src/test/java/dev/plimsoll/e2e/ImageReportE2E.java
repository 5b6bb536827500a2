package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.installation.OperatorProcess;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.FakeNodes;
import dev.plimsoll.e2e.parts.ImagePush;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistryServer.Request;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What replicas know of images together, in a cluster of their own: counts agree with what
/// kubectl counts, nothing is read twice, nothing after a restart, and the scan of a replica that
/// is killed is taken over. The tests are one story.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageReportE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IMAGES = 6;
  private static final int REPORT_LIMIT = 64 * 1024;

  private static RegistryServer registry;
  private static ControlPlane cluster;
  private static Installation installation;
  private static GatedRegistry gate;
  private static TestImage slow;
  private static TestNamespace shop;
  private static TestNamespace bank;

  @BeforeAll
  static void install() throws IOException {
    registry = RegistryServer.start(RegistrySettings.defaults());
    slow = image(99);
    gate = new GatedRegistry(registry, slow.layers().getLast().toString());
    cluster =
        ControlPlane.start(ControlPlaneSettings.defaults().withNodes(new FakeNodes(2, "amd64")));
    installation =
        Installation.install(
            cluster,
            InstallationSettings.withInsecureRegistries(registry.host(), gate.host())
                .withProperty("plimsoll.reports.claim=3s")
                .withProperty("plimsoll.leader.lease-duration=5s")
                .withProperty("plimsoll.leader.renew-deadline=3s")
                .withProperty("plimsoll.leader.retry-period=1s"));
    shop = TestNamespace.create(cluster.kubectl(), "shop");
    bank = TestNamespace.create(cluster.kubectl(), "bank");
    expect(
        cluster
            .kubectl()
            .apply(
                """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ClusterImagePolicy
                metadata: {name: fleet}
                spec: {enforcement: Audit, rules: {user: {rootUser: {}}, buildTools: {compiler: {}}}}
                """));
  }

  @AfterAll
  static void uninstall() {
    List<AutoCloseable> parts = new ArrayList<>();
    parts.add(installation);
    parts.add(cluster);
    parts.add(gate);
    parts.add(registry);
    for (AutoCloseable part : parts) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  @Order(1)
  void countsAgreeWithWhatKubectlCounts() {
    ImagePush push = new ImagePush(registry);
    for (int i = 0; i < IMAGES; i++) {
      String image = push.push(image(i), "apps/" + i, "1");
      deploy(shop, "web-" + i, image, 1 + i % 3);
      if (i % 2 == 0) {
        deploy(bank, "web-" + i, image, 1);
      }
    }
    Patience.await(
        PATIENCE,
        () -> podsByDigest().size() == IMAGES && reportedPods().equals(podsByDigest()),
        () -> "pods " + podsByDigest() + ", reports " + reportedPods() + "\n" + reportTable());

    int units = IMAGES + IMAGES / 2;
    // The status is written a moment after the reports, and not more often than every two seconds.
    Patience.await(
        PATIENCE,
        () ->
            policy().at("/status/counts/violating").asInt() == units
                && policy().at("/status/fleet/images").asInt() == IMAGES,
        () -> policy().path("status").toString());
    JsonNode status = policy().path("status");
    assertThat(status.at("/counts/images").asInt()).isEqualTo(units);
    assertThat(status.at("/counts/violating").asInt()).isEqualTo(units);
    awaitMetric("plimsoll_policy_images", Map.of("policy", "fleet"), units);
    awaitMetric("plimsoll_reports", Map.of(), IMAGES);
    assertThat(status.at("/fleet/images").asInt()).isEqualTo(IMAGES);
    assertThat(status.at("/fleet/unique/bytes").asLong()).isEqualTo(bytesOfDistinctLayers());
    awaitMetric("plimsoll_fleet_layers_bytes", Map.of(), bytesOfDistinctLayers());
  }

  /// A figure that is written a moment before or after the status.
  private static void awaitMetric(String name, Map<String, String> labels, double wanted) {
    DoubleSupplier found = () -> installation.operator().metrics().sum(name, labels);
    Patience.await(
        PATIENCE,
        () -> found.getAsDouble() == wanted,
        () -> "%s is %.0f, not %.0f".formatted(name, found.getAsDouble(), wanted));
  }

  @Test
  @Order(2)
  void reportsAreReadWithPleasureAndHoldNoValue() {
    String table = reportTable();
    assertThat(table.lines().findFirst().orElseThrow().split("\\s+"))
        .containsExactly(
            "NAME",
            "REPOSITORY",
            "SIZE",
            "DISK",
            "BASE",
            "FINDINGS",
            "RECLAIMABLE",
            "RUNNING",
            "AGE");
    assertThat(table).contains(registry.host() + "/apps/0");
    for (JsonNode report : reports()) {
      assertThat(report.toString().length()).isLessThan(REPORT_LIMIT);
      assertThat(report.toString()).doesNotContain("value-that-is-nobodys-business");
      assertThat(report.at("/spec/claim").isMissingNode()).isTrue();
      assertThat(report.at("/spec/found/worst").findValuesAsText("rule")).contains("root-user");
    }
  }

  @Test
  @Order(3)
  void nothingWasReadTwiceAndNothingIsReadAfterARestart() {
    assertThat(layerReadings().values()).isNotEmpty().allMatch(times -> times == 1);

    registry.forgetRequests();
    installation.operator().restart();
    Patience.await(
        PATIENCE,
        () ->
            installation
                    .operator()
                    .metrics()
                    .sum("plimsoll_policy_images", Map.of("policy", "fleet"))
                == IMAGES + IMAGES / 2,
        () -> "no audit after the restart");
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  @Order(4)
  void threeReplicasReadEachImageOnce() {
    List<OperatorProcess> replicas =
        List.of(installation.operator(), installation.addReplica(), installation.addReplica());
    registry.forgetRequests();
    ImagePush push = new ImagePush(registry);
    List<String> images =
        IntStream.range(10, 10 + IMAGES)
            .mapToObj(i -> push.push(onBaseOfItsOwn(i), "more/" + i, "1"))
            .toList();
    Reviews reviews = new Reviews(shop.name());
    reviews.askAll(replicas, images);

    Patience.await(
        PATIENCE,
        () -> reports().size() == 2 * IMAGES && reports().stream().allMatch(r -> isComplete(r)),
        ImageReportE2E::reportTable);
    assertThat(layerReadings()).isNotEmpty().allSatisfy((_, times) -> assertThat(times).isOne());
    // Each of them now answers by what one of them read.
    assertThat(reviews.askAll(replicas, images))
        .allSatisfy(answer -> assertThat(answer).contains("root-user"));
    assertThat(layerReadings()).allSatisfy((_, times) -> assertThat(times).isOne());
  }

  @Test
  @Order(5)
  void scanOfAReplicaThatIsKilledIsTakenOver() {
    new ImagePush(registry).push(slow, "slow", "1");
    deploy(bank, "slow", gate.host() + "/slow:1", 1);
    Patience.await(PATIENCE, () -> gate.readings() == 1, () -> "nobody reads: " + reportTable());
    String name = slow.digest().toString().replace(':', '-');
    assertThat(report(name).at("/spec/claim/holder").asText()).isNotEmpty();
    String holder = report(name).at("/spec/claim/holder").asText();

    installation.operator().kill();
    Patience.await(
        PATIENCE,
        () -> gate.readings() == 2,
        () -> "nobody takes over: " + report(name).at("/spec/claim"));
    assertThat(report(name).at("/spec/claim/holder").asText()).isNotEqualTo(holder);

    gate.open();
    Patience.await(PATIENCE, () -> isComplete(report(name)), ImageReportE2E::reportTable);
    Patience.await(
        PATIENCE,
        () -> report(name).at("/status/running/pods").asInt() == 1,
        ImageReportE2E::reportTable);
  }

  private static boolean isComplete(JsonNode report) {
    return report.at("/spec/claim").isMissingNode() && !report.at("/spec/facts").isMissingNode();
  }

  private static TestImage image(int number) {
    return image(number, "ID=debian\n");
  }

  /// A claim is for an image: a layer of several images is read once by each replica that reads
  /// one of them.
  private static TestImage onBaseOfItsOwn(int number) {
    return image(number, "ID=debian\nBUILD_ID=" + number + "\n");
  }

  private static TestImage image(int number, String osRelease) {
    return ImageBuilder.image()
        .env("GREETING=value-that-is-nobodys-business")
        .layer("ADD rootfs.tar /", layer -> layer.file("etc/os-release", osRelease))
        .layer("RUN make " + number, layer -> layer.file("app/" + number, "x".repeat(5_000)))
        .build();
  }

  private static void deploy(TestNamespace namespace, String name, String image, int replicas) {
    expect(
        namespace.run("create", "deployment", name, "--image=" + image, "--replicas=" + replicas));
  }

  /// How often each layer was asked for since the registry last forgot.
  private static Map<String, Integer> layerReadings() {
    Map<String, Integer> readings = new TreeMap<>();
    Set<String> layers =
        reports().stream()
            .flatMap(report -> report.at("/spec/layers").findValuesAsText("digest").stream())
            .collect(Collectors.toSet());
    for (Request request : registry.requests()) {
      String blob = request.path().substring(request.path().lastIndexOf('/') + 1);
      if (request.method().equals("GET") && layers.contains(blob)) {
        readings.merge(blob, 1, Integer::sum);
      }
    }
    return readings;
  }

  private static long bytesOfDistinctLayers() {
    Map<Digest, Integer> layers = new HashMap<>();
    for (int i = 0; i < IMAGES; i++) {
      TestImage image = image(i);
      image.layers().forEach(layer -> layers.put(layer, image.blobs().get(layer).length));
    }
    return layers.values().stream().mapToLong(Integer::longValue).sum();
  }

  private static Map<String, Integer> podsByDigest() {
    Map<String, Set<String>> pods = new TreeMap<>();
    for (JsonNode pod : json("get", "pods", "--all-namespaces", "-o=json").path("items")) {
      for (JsonNode container : pod.at("/status/containerStatuses")) {
        String id = container.path("imageID").asText();
        if (id.contains("@")) {
          pods.computeIfAbsent(id.substring(id.indexOf('@') + 1), _ -> new HashSet<>())
              .add(pod.at("/metadata/uid").asText());
        }
      }
    }
    Map<String, Integer> counts = new TreeMap<>();
    pods.forEach((digest, running) -> counts.put(digest, running.size()));
    return counts;
  }

  private static Map<String, Integer> reportedPods() {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode report : reports()) {
      counts.put(report.at("/spec/digest").asText(), report.at("/status/running/pods").asInt());
    }
    return counts;
  }

  private static List<JsonNode> reports() {
    List<JsonNode> reports = new ArrayList<>();
    json("get", "imagereports.plimsoll.dev", "-o=json").path("items").forEach(reports::add);
    return reports;
  }

  private static JsonNode report(String name) {
    return json("get", "imagereports.plimsoll.dev", name, "-o=json");
  }

  private static JsonNode policy() {
    return json("get", "clusterimagepolicies.plimsoll.dev", "fleet", "-o=json");
  }

  private static String reportTable() {
    return expect(kubectl().run("get", "imagereports"));
  }

  private static JsonNode json(String... arguments) {
    try {
      return JSON.readTree(expect(kubectl().run(arguments)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Kubectl kubectl() {
    return cluster.kubectl();
  }
}
