package dev.plimsoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.api.v1alpha1.ImageExemptionSpec;
import dev.plimsoll.cli.report.Style;
import dev.plimsoll.cli.yaml.YamlDocument;
import dev.plimsoll.cli.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExemptCommandTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  private static YamlDocument written(String... arguments) throws Exception {
    String yaml = run(0, arguments);
    return YamlReader.read("written", yaml).getFirst();
  }

  private static String run(int exit, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            stream,
            stream,
            Map.of(),
            Path.of(""),
            Style.PLAIN,
            false);
    CommandLine line = new CommandLine(new ExemptCommand(terminal, NOW));
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          stream.print(e.getMessage());
          return e instanceof Failure failure ? failure.exitCode().code() : 1;
        });
    assertThat(line.execute(arguments)).isEqualTo(exit);
    return out.toString(UTF_8);
  }

  @Test
  void writesWhatTheClusterReads() throws Exception {
    YamlDocument document =
        written(
            "registry.example.com/legacy/importer",
            "--rule",
            "root-user",
            "--rule",
            "pull-size=400Mi",
            "--reason",
            "it says: \"root\" # and means it",
            "--owner",
            "team-import",
            "--expires",
            "2027-03-31",
            "-n",
            "shop");
    ImageExemptionSpec spec =
        new JsonMapper().treeToValue(document.root().path("spec"), ImageExemptionSpec.class);

    assertThat(document.text("kind")).isEqualTo("ImageExemption");
    assertThat(document.text("metadata", "name")).matches("legacy-importer-[0-9a-f]{8}");
    assertThat(document.text("metadata", "namespace")).isEqualTo("shop");
    assertThat(spec.images()).containsExactly("registry.example.com/legacy/importer");
    assertThat(spec.rules())
        .containsExactly(
            new ImageExemptionSpec.Rule("root-user", null),
            new ImageExemptionSpec.Rule("pull-size", "400Mi"));
    assertThat(spec.reason()).isEqualTo("it says: \"root\" # and means it");
    assertThat(spec.owner()).isEqualTo("team-import");
    assertThat(spec.expires()).isEqualTo("2027-03-31T00:00:00Z");
  }

  @Test
  void endsIn90DaysWhereNothingElseIsSaid() throws Exception {
    YamlDocument document =
        written("shop.example/web", "--rule", "root-user", "--reason", "r", "--owner", "o");

    assertThat(document.text("spec", "expires")).isEqualTo("2026-05-30T00:00:00Z");
  }

  private static String[] about(String image, String... rules) {
    return Stream.of(
            Stream.of(image, "--reason", "r", "--owner", "o"),
            Stream.of(rules).flatMap(rule -> Stream.of("--rule", rule)))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  private static String nameOf(String image, String... rules) throws Exception {
    return written(about(image, rules)).text("metadata", "name");
  }

  @Test
  void meansTheTagThatIsGivenAndNoOther() throws Exception {
    assertThat(written(about("shop.example/web:1.4", "root-user")).root().at("/spec/images/0"))
        .hasToString("\"shop.example/web:1.4\"");
    assertThat(written(about("shop.example:5000/web", "root-user")).root().at("/spec/images/0"))
        .hasToString("\"shop.example:5000/web\"");
    assertThat(run(64, about("shop.example/web@sha256:" + "0".repeat(64), "root-user")))
        .contains("an exemption is for names");
  }

  @Test
  void writesNothingThatTheOperatorWouldRefuse() {
    assertThat(run(64, about("shop.example/web", "root-user=400Mi")))
        .contains("would not accept this exemption")
        .contains("only a rule about a size has a ceiling");
    assertThat(
            run(
                64,
                "shop.example/web",
                "--rule",
                "shell",
                "--reason",
                "r",
                "--owner",
                "o".repeat(254)))
        .contains("--owner is longer than 253 letters");
  }

  @Test
  void exemptsFromPromotionToo() throws Exception {
    assertThat(written(about("shop.example/web", "promoted-from")).root().at("/spec/rules/0/rule"))
        .hasToString("\"promoted-from\"");
  }

  @Test
  void writesSizesAsTexts() throws Exception {
    assertThat(written(about("a/b", "pull-size=400")).root().at("/spec/rules/0/upTo").isTextual())
        .isTrue();
  }

  @Test
  void writesOverNoOtherExemption() throws Exception {
    String name = nameOf("a.example/team/web", "root-user", "pull-size=1Gi");

    assertThat(nameOf("a.example/team/web", "pull-size=2Gi", "root-user")).isEqualTo(name);
    assertThat(
            List.of(
                nameOf("a.example/other/web", "root-user", "pull-size=1Gi"),
                nameOf("b.example/team/web", "root-user", "pull-size=1Gi"),
                nameOf("a.example/team/web:1", "root-user", "pull-size=1Gi"),
                nameOf("a.example/team/web", "root-user")))
        .doesNotHaveDuplicates()
        .doesNotContain(name)
        .allMatch(other -> other.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?"));
    assertThat(
            written("a/b", "--rule", "shell", "--reason", "r", "--owner", "o", "--name", "mine")
                .text("metadata", "name"))
        .isEqualTo("mine");
  }
}
