package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.DeskCommand.Ended;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The commands that ask a cluster, as `kubectl plimsoll`, of a cluster with the operator in it:
/// what they say is what the operator then does, and what kubectl counts.
@ExtendWith(InstallationExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeskClusterE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DENIED = "denied the request: ";
  private static final String RULES =
      "rules: {user: {rootUser: {}}, buildTools: {compiler: {}}, size: {pullSize: {max: 1Ki, enforcement: Warn}}}";

  /// Deployments by name; the last runs nowhere.
  private static final Map<String, String> IMAGES =
      new TreeMap<>(
          Map.of(
              "compiles", "faults:compiler",
              "root", "faults:root",
              "good", "apps/002:corrected",
              "idle", "faults:root"));

  @TempDir private Path directory;
  private final Surroundings surroundings;
  private TestNamespace namespace;

  DeskClusterE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @BeforeAll
  void deploy() {
    namespace = TestNamespace.create(surroundings.cluster().kubectl(), "desk");
    namespace.policy("load-line", "enforcement: Audit\n" + RULES);
    IMAGES.forEach((name, image) -> expect(namespace.deploy(name, image(image))));
    expect(namespace.run("scale", "deployment/idle", "--replicas=0"));
    Patience.await(
        PATIENCE,
        () -> running().size() == 3 && reports().keySet().containsAll(running()),
        () -> "running " + running() + ", reported " + reports().keySet());
  }

  @AfterAll
  void delete() {
    namespace.delete();
  }

  @Test
  @Order(3)
  void previewNamesWhatEnforceThenRefusesInTheSameWords() throws Exception {
    Ended preview =
        plimsoll("preview", "-o", "json", "--insecure-registry", surroundings.registry().host());
    assertThat(preview.exit()).as(preview.err()).isEqualTo(1);
    Map<String, String> foretold = new TreeMap<>();
    for (JsonNode workload : JSON.readTree(preview.out()).path("workloads")) {
      String title = workload.path("title").asText();
      foretold.put(title.substring(title.lastIndexOf('/') + 1), workload.path("message").asText());
    }

    namespace.policy("load-line", "enforcement: Enforce\n" + RULES);
    Map<String, String> happened = new TreeMap<>();
    IMAGES.forEach((name, image) -> happened.put(name, again(name, image)));

    assertThat(happened).containsKeys("compiles", "root", "good", "idle");
    assertThat(happened.get("good")).isEmpty();
    assertThat(happened.get("root")).contains("breaks");
    assertThat(foretold).isEqualTo(happened);
  }

  /// What the API server answers when a Deployment is created anew; nothing where it takes it.
  private String again(String name, String image) {
    expect(namespace.run("delete", "deployment", name, "--wait=true"));
    Outcome outcome = namespace.deploy(name, image(image));
    int denied = outcome.err().indexOf(DENIED);
    assertThat(outcome.succeeded() || denied > 0).as(outcome.err()).isTrue();
    return denied < 0 ? "" : outcome.err().substring(denied + DENIED.length()).stripTrailing();
  }

  @Test
  @Order(1)
  void fleetAddsUpWhatTheReportsSay() throws Exception {
    JsonNode fleet = JSON.readTree(plimsoll("fleet", "-o", "json").told());

    Map<String, JsonNode> reports = reports();
    Map<String, Long> layers = new HashMap<>();
    Map<String, Integer> users = new HashMap<>();
    long images = 0;
    for (String digest : running()) {
      for (JsonNode layer : reports.get(digest).at("/spec/layers")) {
        layers.put(layer.path("digest").asText(), layer.path("bytes").asLong());
        users.merge(layer.path("digest").asText(), 1, Integer::sum);
        images += layer.path("bytes").asLong();
      }
    }
    long unique = layers.values().stream().mapToLong(Long::longValue).sum();
    long shared =
        layers.entrySet().stream()
            .filter(layer -> users.get(layer.getKey()) > 1)
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(fleet.at("/totals/images").asInt()).isEqualTo(3);
    assertThat(fleet.at("/totals/uniquePullBytes").asLong()).isEqualTo(unique).isPositive();
    assertThat(fleet.at("/totals/sharedPullBytes").asLong()).isEqualTo(shared);
    assertThat(fleet.at("/totals/imagesPullBytes").asLong()).isEqualTo(images);
    assertThat(fleet.at("/namespaces/0/name").asText()).isEqualTo(namespace.name());
    assertThat(fleet.path("unread")).isEmpty();
    // The status is written a moment after the reports.
    Patience.await(
        PATIENCE,
        () -> policy().at("/status/fleet/unique/bytes").asLong() == unique,
        () -> "%d bytes are %s".formatted(unique, policy().at("/status/fleet")));
  }

  @Test
  @Order(2)
  void reportTellsOfAWorkloadWithoutAskingARegistry() throws Exception {
    Ended report = null;
    for (int i = 0; i == 0 || i < 5 && !surroundings.registry().requests().isEmpty(); i++) {
      surroundings.registry().forgetRequests(); // again where the operator asked meanwhile
      report = plimsoll("report", "deployment/compiles", "--no-registry", "--fail-on", "audit");
    }

    assertThat(report.exit()).as(report.err()).isEqualTo(1);
    assertThat(report.out())
        .startsWith(image("faults:compiler"))
        .contains("Audit compiler", "policy " + namespace.name() + "/load-line");
    assertThat(surroundings.registry().requests()).isEmpty();
  }

  private Ended plimsoll(String command, String... options) throws Exception {
    List<String> line = new ArrayList<>(List.of(command, "-n", namespace.name()));
    line.addAll(List.of(options));
    return new DeskCommand(directory)
        .runAsPlugin(surroundings.cluster().kubectl(), line.toArray(String[]::new));
  }

  private String image(String name) {
    return surroundings.registry().host() + "/" + name;
  }

  /// The digests that nodes say they run.
  private Set<String> running() {
    Set<String> digests = new HashSet<>();
    for (JsonNode pod : json("get", "pods", "-o=json").path("items")) {
      for (JsonNode container : pod.at("/status/containerStatuses")) {
        String id = container.path("imageID").asText();
        if (id.contains("@") && !pod.path("metadata").has("deletionTimestamp")) {
          digests.add(id.substring(id.indexOf('@') + 1));
        }
      }
    }
    return digests;
  }

  /// The reports that are complete, by digest.
  private Map<String, JsonNode> reports() {
    Map<String, JsonNode> reports = new HashMap<>();
    for (JsonNode report : json("get", "imagereports.plimsoll.dev", "-o=json").path("items")) {
      if (!report.path("spec").has("claim") && report.path("spec").has("image")) {
        reports.put(report.at("/spec/digest").asText(), report);
      }
    }
    return reports;
  }

  private JsonNode policy() {
    return json("get", "imagepolicies.plimsoll.dev", "load-line", "-o=json");
  }

  private JsonNode json(String... arguments) {
    try {
      return JSON.readTree(expect(namespace.run(arguments)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
