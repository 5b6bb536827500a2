package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.registry.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetCommandTest {
  private static final String WEB = "shop/web:1.4";
  private static final String GOOD = "shop/web:1.5";
  private static final String ANOTHER_COMPILER = "shop/web:1.6";
  private static final String BASE = "base/debian:12";

  @TempDir private Path directory;
  private ScriptedRegistry registry;
  private TestCluster cluster;

  @BeforeEach
  void open() {
    registry = Shop.open();
    cluster = new TestCluster(registry, directory);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Outcome fleet(String... options) {
    List<String> line = new ArrayList<>(List.of("fleet"));
    line.addAll(List.of(options));
    return new Trial(registry, directory).cluster(cluster).run(line.toArray(String[]::new));
  }

  private JsonNode json(String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of("-o", "json"));
    line.addAll(List.of(options));
    return new JsonMapper().readTree(fleet(line.toArray(String[]::new)).out());
  }

  private void threeImages() {
    cluster
        .running("shop", "web", WEB)
        .running("shop", "good", GOOD)
        .running("bank", "web", WEB)
        .running("bank", "base", BASE)
        .reported(WEB, 2)
        .reported(GOOD, 1)
        .reported(BASE, 1);
  }

  private static long bytes(String... images) {
    Map<Digest, Integer> layers = new HashMap<>();
    for (String name : images) {
      TestImage image = Shop.image(name);
      image.layers().forEach(layer -> layers.put(layer, image.blobs().get(layer).length));
    }
    return layers.values().stream().mapToLong(Integer::longValue).sum();
  }

  @Test
  void addsUpEachLayerOnce() throws IOException {
    threeImages();

    JsonNode fleet = json();

    assertThat(fleet.at("/totals/images").asInt()).isEqualTo(3);
    assertThat(fleet.at("/totals/uniquePullBytes").asLong()).isEqualTo(bytes(WEB, GOOD, BASE));
    assertThat(fleet.at("/totals/sharedPullBytes").asLong()).isEqualTo(bytes(BASE));
    assertThat(fleet.at("/totals/imagesPullBytes").asLong())
        .isEqualTo(bytes(WEB) + bytes(GOOD) + bytes(BASE));
    assertThat(fleet.at("/totals/nodes").asInt()).isEqualTo(1);
    assertThat(fleet.at("/images/0/names/0").asText()).endsWith(WEB);
    assertThat(fleet.at("/images/0/pods").asInt()).isEqualTo(2);
    assertThat(fleet.at("/images/0/namespaces")).hasSize(2);
    assertThat(fleet.at("/namespaces").findValuesAsText("name")).containsExactly("shop", "bank");
    assertThat(fleet.at("/namespaces/1/pullBytes").asLong()).isEqualTo(bytes(WEB, BASE));
    assertThat(fleet.at("/bases/0/name").asText()).isEqualTo("debian:12");
    assertThat(fleet.at("/bases/0/images").asInt()).isEqualTo(2);
    assertThat(fleet.at("/consolidation/savingPullBytes").asLong()).isPositive();
  }

  @Test
  void countsOnceWhatTheFixesOfImagesThatShareLayersSave() throws IOException {
    cluster.running("shop", "web", WEB).reported(WEB, 1);
    long alone = json().at("/totals/reclaimablePullBytes").asLong();
    cluster.running("shop", "other", ANOTHER_COMPILER).reported(ANOTHER_COMPILER, 1);

    JsonNode fleet = json();

    long saved = fleet.at("/totals/reclaimablePullBytes").asLong();
    long tcc = fleet.at("/images/0/reclaimablePullBytes").asLong() - alone;
    assertThat(alone).isEqualTo(fleet.at("/images/1/reclaimablePullBytes").asLong()).isPositive();
    assertThat(tcc).isPositive();
    assertThat(saved).isEqualTo(alone + tcc);
    assertThat(fleet.path("remarks")).isEmpty();
  }

  @Test
  void countsImagesWholeOfWhichNoFactsAreKeptAndNeverMoreThanThereIs() throws IOException {
    cluster
        .running("shop", "web", WEB)
        .running("shop", "other", ANOTHER_COMPILER)
        .with(withoutFacts(WEB, bytes(WEB)))
        .with(withoutFacts(ANOTHER_COMPILER, bytes(ANOTHER_COMPILER)));

    JsonNode fleet = json();

    assertThat(fleet.at("/totals/reclaimablePullBytes").asLong())
        .isEqualTo(bytes(WEB, ANOTHER_COMPILER));
    assertThat(fleet.at("/remarks/0").asText())
        .startsWith("of 2 images the reports keep no facts: what their fixes save is counted");
  }

  private static String withoutFacts(String image, long reclaimable) {
    TestImage shop = Shop.image(image);
    StringBuilder layers = new StringBuilder();
    shop.layers()
        .forEach(
            layer ->
                layers.append(
                    "{digest: '%s', bytes: %d, base: false},"
                        .formatted(layer, shop.blobs().get(layer).length)));
    return """
        apiVersion: plimsoll.dev/v1alpha1
        kind: ImageReport
        metadata: {name: NAME}
        spec:
          digest: "DIGEST(IMAGE)"
          image: {depth: Files, platform: linux/amd64, pullSize: 1Mi, pullBytes: 1, layers: 1, user: ""}
          layers: [LAYERS]
          found: {findings: 1, reclaimable: "1", reclaimableBytes: BYTES, catalogue: "1", worst: []}
        """
        .replace("NAME", shop.digest().toString().replace(':', '-'))
        .replace("IMAGE", image)
        .replace("LAYERS", layers)
        .replace("BYTES", "" + reclaimable);
  }

  @Test
  void writesJsonAsTheSchemaHasIt() throws IOException {
    threeImages();
    cluster.running("bank", "multi", "shop/multi:1");
    ObjectNode schema =
        (ObjectNode)
            new JsonMapper().readTree(Path.of("../docs/schema/fleet-v1.schema.json").toFile());

    assertThat(
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(json()))
        .isEmpty();
    assertThat(json().path("unread")).hasSize(1);
  }

  @Test
  void tellsInATableTheLargestTheMostWastefulAndTheSumsByPlaceAndBase() {
    threeImages();

    Outcome outcome = fleet("--top", "2");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .startsWith("3 images run in 2 namespaces: 26.1 MiB to pull in 6 different layers.\n")
        .contains("Largest (2 of 3)")
        .contains("Most wasteful, by what their fixes save")
        .containsPattern(
            " 21\\.0 MiB   21\\.0 MiB +[0-9.]+ MiB +\\d+ +2  reg.dev.example/shop/web:1.4 on")
        .contains("By namespace")
        .contains("By base")
        .contains("debian:12");
  }

  @Test
  void looksAtOneNamespaceWhereThatIsAskedFor() throws IOException {
    threeImages();

    json("-n", "bank");

    assertThat(cluster.asked())
        .anyMatch(line -> line.startsWith("get pods,") && line.contains("-n=bank"));
  }

  @Test
  void countsByTheReportsWhereWhatRunsMayNotBeSeen() throws IOException {
    cluster
        .failing("Pod", "Error from server (Forbidden): pods is forbidden")
        .reported(WEB, 2)
        .reported(GOOD, 0);

    JsonNode fleet = json();

    assertThat(fleet.at("/images")).hasSize(1);
    assertThat(fleet.at("/images/0/pods").asInt()).isEqualTo(2);
    assertThat(fleet.at("/namespaces")).isEmpty();
    assertThat(fleet.at("/remarks/0").asText()).contains("are left out: you may not list");
    assertThat(fleet("-n", "shop").exit()).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "layers: [{digest: 'sha256:12', bytes: 1, base: true}]",
        "layers: [{digest: 'DIGEST(shop/web:1.4)', bytes: -1, base: true}]",
        "found: {reclaimableBytes: -1}",
        "image: {pullBytes: -5}",
        "image: 7"
      })
  void passesOverReportsThatMakeNoSense(String part) {
    String name = Shop.image(WEB).digest().toString().replace(':', '-');
    cluster
        .running("shop", "web", WEB)
        .with(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageReport
            metadata: {name: NAME}
            spec: {digest: "DIGEST(shop/web:1.4)", PART}
            """
                .replace("NAME", name)
                .replace("PART", part));

    Outcome outcome = fleet();

    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("0 images run: 0 B to pull")
        .contains("no report tells the layers");
  }

  @Test
  void needsReports() {
    cluster.failing(
        "ImageReport", "error: the server doesn't have a resource type \"imagereports\"");

    Outcome outcome = fleet();

    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.err()).contains("knows no imagereports.plimsoll.dev").hasLineCount(1);
  }

  @Test
  void drawsAPageThatLoadsNothing() {
    threeImages();

    assertThat(fleet("-o", "html").out())
        .contains("<h1>3 images run in 2 namespaces: 26.1 MiB to pull in 6 different layers.</h1>")
        .contains("data-map=\"fleet\"", "shared by ", "By namespace", "By base")
        .contains("default-src &#39;none&#39;")
        .doesNotContainPattern("(?:src|href)=\"(?!#)");
  }
}
