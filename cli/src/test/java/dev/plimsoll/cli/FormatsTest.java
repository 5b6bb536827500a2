package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.plimsoll.policy.profile.Profile;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.registry.ScriptedRegistry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds what programs read against the schemas and parsers of those who read it.
class FormatsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path OURS = Path.of("../docs/schema/report-v1.schema.json");
  private static final Path DIFFERENCE = Path.of("../docs/schema/diff-v1.schema.json");
  private static ScriptedRegistry registry;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    registry = Shop.open();
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  static final String[] COMMANDS = {
    "scan reg.dev.example/shop/web:1.4",
    "scan reg.dev.example/shop/web:1.5 reg.dev.example/shop/gone:1",
    "scan reg.dev.example/shop/web:1.4 --depth config",
    "scan reg.dev.example/shop/multi:1 --all-platforms",
    "scan reg.dev.example/shop/hostile:1",
    "check -f pods.yaml --insecure-registry reg.dev.example"
  };

  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec:
        containers:
          - {name: app, image: "reg.dev.example/shop/web:1.4"}
          - {name: gone, image: "reg.dev.example/shop/gone:1"}
      """;

  private String run(String command, String format) {
    Trial trial = new Trial(registry, directory).file("pods.yaml", PODS);
    return trial.run((command + " -o " + format).split(" ")).out();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void writesJsonAsItsSchemaSaysAndNoFieldMore(int command) throws Exception {
    ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(OURS));
    closed(schema);

    assertThat(faults(schema, VersionFlag.V202012, run(COMMANDS[command], "json"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web:1.4", "multi:1", "gone:1"})
  void writesDifferencesAsTheirSchemaSaysAndNoFieldMore(String after) throws Exception {
    ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(DIFFERENCE));
    closed(schema);
    String command = "diff reg.dev.example/shop/web:1.5 reg.dev.example/shop/" + after;

    assertThat(faults(schema, VersionFlag.V202012, run(command, "json"))).isEmpty();
  }

  @Test
  void describesAViolationAlikeInBothSchemas() throws Exception {
    JsonNode report = JSON.readTree(Files.readString(OURS));
    JsonNode difference = JSON.readTree(Files.readString(DIFFERENCE));

    assertThat(difference.at("/$defs/violation")).isEqualTo(report.at("/$defs/violation"));
  }

  @Test
  void noticesAFieldThatTheSchemaDoesNotKnow() throws Exception {
    ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(OURS));
    closed(schema);
    ObjectNode report = (ObjectNode) JSON.readTree(run(COMMANDS[0], "json"));
    ((ObjectNode) report.at("/images/0/violations/0")).put("unheard", 1);

    assertThat(faults(schema, VersionFlag.V202012, report.toString())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void writesSarifAsOasisSays(int command) throws Exception {
    String sarif = run(COMMANDS[command], "sarif");

    assertThat(faults(sarifSchema(), VersionFlag.V7, sarif)).isEmpty();
    JsonNode run = JSON.readTree(sarif).at("/runs/0");
    for (JsonNode result : run.path("results")) {
      String rule = run.at("/tool/driver/rules/" + result.path("ruleIndex")).path("id").asText();
      assertThat(rule).isEqualTo(result.path("ruleId").asText());
      assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
          .doesNotContain(":")
          .isNotEmpty();
    }
  }

  @Test
  void noticesWhatIsNoSarif() throws Exception {
    ObjectNode sarif = (ObjectNode) JSON.readTree(run(COMMANDS[0], "sarif"));
    ((ObjectNode) sarif.at("/runs/0/results/0")).put("level", "fatal");

    assertThat(faults(sarifSchema(), VersionFlag.V7, sarif.toString())).isNotEmpty();
  }

  @Test
  void writesJunitAsSurefireReadsIt() throws Exception {
    List<ReportTestSuite> suites = junit(COMMANDS[1] + " reg.dev.example/shop/web:1.4");

    int rules = Profiles.rulesOf(Profile.BASELINE).size();
    assertThat(suites)
        .extracting(
            ReportTestSuite::getNumberOfTests,
            ReportTestSuite::getNumberOfFailures,
            ReportTestSuite::getNumberOfErrors)
        .containsExactly(tuple(1, 0, 0), tuple(rules, 0, rules), tuple(2, 2, 0));
    assertThat(suites.getLast().getTestCases().getFirst().getFailureMessage())
        .startsWith("compiler: ");
  }

  @Test
  void writesJunitOfAnImageThatWouldBreakIt() throws Exception {
    assertThat(junit(COMMANDS[4]).getFirst().getNumberOfFailures()).isEqualTo(2);
  }

  @Test
  void tellsOneSumOfAllFixes() throws Exception {
    JsonNode image =
        JSON.readTree(run("scan reg.dev.example/shop/workshop:1", "json")).at("/images/0");
    long now = image.at("/inspections/0/pullBytes").asLong();
    long then = image.at("/afterFixes/pullBytes/likely").asLong();

    assertThat(then).isPositive();
    assertThat(image.at("/reclaimablePullBytes").asLong()).isEqualTo(now - then);
  }

  @Test
  void standsOnTheLadderWhereTheSumOfAllFixesStands() {
    String table = run("scan reg.dev.example/shop/workshop:1", "table").replaceAll("\\s+", " ");
    Matcher sum = Pattern.compile("In all: about (\\S+ \\S+) to pull").matcher(table);
    Matcher slim = Pattern.compile("on a slim base (\\S+ \\S+) to pull").matcher(table);

    assertThat(sum.find() && slim.find()).as(table).isTrue();
    assertThat(slim.group(1)).isEqualTo(sum.group(1));
  }

  @Test
  void failsTestsOnWhatTheCommandFailsOn() throws Exception {
    String never = COMMANDS[0] + " --fail-on never";

    assertThat(junit(never).getFirst().getNumberOfFailures()).isZero();
    assertThat(junit(never).getFirst().getNumberOfTests()).isEqualTo(2);
    assertThat(junit(COMMANDS[1] + " --fail-on never").getLast().getNumberOfErrors()).isZero();
    assertThat(junit(COMMANDS[2]).getFirst())
        .satisfies(
            suite -> {
              assertThat(suite.getNumberOfErrors()).isZero();
              assertThat(suite.getNumberOfSkipped()).isPositive();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop/workshop:1", "shop/multi:1 --all-platforms"})
  void givesEachTestANameOfItsOwn(String image) throws Exception {
    assertThat(junit("scan reg.dev.example/" + image + " --profile Strict"))
        .allSatisfy(
            suite ->
                assertThat(suite.getTestCases())
                    .extracting(ReportTestCase::getName)
                    .doesNotHaveDuplicates());
  }

  @Test
  void namesThePlatformInSarifWhereThereAreSeveral() throws Exception {
    JsonNode results = JSON.readTree(run(COMMANDS[3], "sarif")).at("/runs/0/results");

    assertThat(results.findValuesAsText("text"))
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).contains(" on linux/"));
    assertThat(results.findValuesAsText("plimsoll/v1")).doesNotHaveDuplicates();
  }

  private List<ReportTestSuite> junit(String command) throws Exception {
    byte[] xml = run(command, "junit").getBytes(UTF_8);
    return new TestSuiteXmlParser(new NullConsoleLogger())
        .parse(new InputStreamReader(new ByteArrayInputStream(xml), UTF_8));
  }

  private static JsonNode sarifSchema() throws Exception {
    String name = "/schema/sarif-schema-2.1.0.json";
    try (InputStream schema = FormatsTest.class.getResourceAsStream(name)) {
      return JSON.readTree(Objects.requireNonNull(schema, name));
    }
  }

  private static List<String> faults(JsonNode schema, VersionFlag draft, String document) {
    JsonSchema read = JsonSchemaFactory.getInstance(draft).getSchema(schema);
    return read.validate(document, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /// Has the schema refuse every field that it does not name, as readers must not.
  private static void closed(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("properties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(FormatsTest::closed);
  }
}
