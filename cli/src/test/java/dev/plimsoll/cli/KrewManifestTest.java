package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.cli.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The manifest for krew, filled in as `make cli` does, keeps the rules that krew holds manifests
/// to (krew's `internal/index/validation`).
class KrewManifestTest {
  private static final Path TEMPLATE = Path.of("krew/plimsoll.yaml");
  private static String text;
  private static JsonNode manifest;

  @BeforeAll
  static void read() throws Exception {
    text =
        Files.readString(TEMPLATE)
            .replace("@VERSION@", "0.1.0-SNAPSHOT")
            .replace("@ARCH@", "amd64")
            .replace("@SHA256@", "0f".repeat(32))
            .replace("@RELEASES@", "https://releases.example");
    manifest = YamlReader.read(TEMPLATE.toString(), text).getFirst().root();
  }

  @Test
  void leavesNothingToBeFilledIn() {
    assertThat(text.lines().filter(line -> !line.startsWith("#"))).noneMatch(l -> l.contains("@"));
  }

  @Test
  void isAPluginAsKrewKnowsIt() {
    assertThat(manifest.path("apiVersion").asText())
        .isEqualTo("krew.googlecontainertools.github.com/v1alpha2");
    assertThat(manifest.path("kind").asText()).isEqualTo("Plugin");
    assertThat(manifest.at("/metadata/name").asText()).matches("^[\\w-]+$").isEqualTo("plimsoll");
    assertThat(manifest.at("/spec/version").asText())
        .matches("^v\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$");
    assertThat(manifest.at("/spec/shortDescription").asText())
        .hasSizeBetween(1, 50)
        .doesNotContain("\n", "\r");
  }

  @Test
  void namesAnArchiveAndAProgramForEachPlatform() {
    assertThat(manifest.at("/spec/platforms")).isNotEmpty();
    for (JsonNode platform : manifest.at("/spec/platforms")) {
      assertThat(platform.path("uri").asText()).startsWith("https://").endsWith(".tar.gz");
      assertThat(platform.path("sha256").asText()).matches("^[a-f0-9]{64}$");
      assertThat(platform.path("bin").asText()).isEqualTo("bin/plimsoll");
      assertThat(platform.at("/selector/matchLabels/os").asText()).isEqualTo("linux");
      assertThat(Set.of("amd64", "arm64"))
          .contains(platform.at("/selector/matchLabels/arch").asText());
      for (JsonNode file : platform.path("files")) {
        assertThat(file.path("from").asText()).isNotEmpty().doesNotContain("..");
        assertThat(file.path("to").asText()).isNotEmpty().doesNotContain("..");
      }
    }
  }

  @Test
  void describesCommandsThatThereAre() {
    CommandLine line = Plimsoll.commandLine(Terminal.ofProcess());
    String description = manifest.at("/spec/description").asText();

    assertThat(description.lines().filter(one -> one.startsWith("kubectl plimsoll ")))
        .hasSizeGreaterThan(2)
        .allSatisfy(one -> assertThat(line.getSubcommands()).containsKey(one.split(" ")[2]));
  }
}
