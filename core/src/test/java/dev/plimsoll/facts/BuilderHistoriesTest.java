package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.secret.DeclaredSecret;
import dev.plimsoll.image.ConfigReader;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The histories that builders write for an image of the same making: a base, a package
/// installed, an application copied in. The configs in `histories/` have the form of each.
class BuilderHistoriesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classic  | ADD file:0b2f8a6d5e4c / ; RUN apt-get update && apt-get install -y curl ; COPY dir:5f1c9e7a3b2d /app
          buildah  | ADD rootfs.tar / ; RUN apt-get update && apt-get install -y curl ; COPY dir:5f1c9e7a3b2d /app
          buildkit | ADD rootfs.tar / ; RUN apt-get update && apt-get install -y curl ; COPY . /app
          kaniko   | ADD rootfs.tar / ; RUN apt-get update && apt-get install -y curl ; COPY . /app
          jib      | # debian.sh --arch 'amd64' out/ ; jib-maven-plugin:3.4.6 ; jib-maven-plugin:3.4.6
          ko       | # debian.sh --arch 'amd64' out/ ; ko build ko://example.com/cmd/app ; ko build ko://example.com/cmd/app
          none     | - ; - ; -
          short    | - ; - ; -
          """)
  void joinsLayersToInstructions(String builder, String expected)
      throws IOException, SourceException {
    BuildHistory history = new BuildHistory(config(builder));
    List<String> instructions = new ArrayList<>();
    IntStream.rangeClosed(1, 3)
        .mapToObj(layer -> history.instructionOf(layer).map(Instruction::text).orElse("-"))
        .forEach(instructions::add);
    assertThat(String.join(" ; ", instructions)).isEqualTo(expected);
    assertThat(history.remark().isPresent()).isEqualTo(expected.startsWith("-"));
  }

  @ParameterizedTest
  @CsvSource({"classic", "buildah", "buildkit", "kaniko"})
  void findsTheSecretThatAnArgumentLeftInTheHistory(String builder)
      throws IOException, SourceException {
    assertThat(secrets(builder).stream().map(found -> found.where() + " " + found.secret().hint()))
        .contains("HISTORY INDEX_PASSWORD");
    assertThat(secrets(builder).toString()).doesNotContain("kT7-wq9Zr");
  }

  private static List<DeclaredSecret> secrets(String builder) throws IOException, SourceException {
    return FactsBuilder.image().history(config(builder).history()).facts().declaredSecrets();
  }

  private static ImageConfig config(String builder) throws IOException, SourceException {
    try (InputStream config =
        BuilderHistoriesTest.class.getResourceAsStream("/histories/" + builder + ".json")) {
      return ConfigReader.read(config.readAllBytes(), "reading a history");
    }
  }
}
