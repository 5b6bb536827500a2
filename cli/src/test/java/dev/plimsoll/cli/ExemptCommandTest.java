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
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExemptCommandTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  private static YamlDocument written(String... arguments) throws Exception {
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
    assertThat(new CommandLine(new ExemptCommand(terminal, NOW)).execute(arguments)).isZero();
    return YamlReader.read("written", out.toString(UTF_8)).getFirst();
  }

  @Test
  void writesWhatTheClusterReads() throws Exception {
    YamlDocument document =
        written(
            "registry.example.com/legacy/Importer:1".toLowerCase(java.util.Locale.ROOT),
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
    assertThat(document.text("metadata", "name")).isEqualTo("importer");
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
}
