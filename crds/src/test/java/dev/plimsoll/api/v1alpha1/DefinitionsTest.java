package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The committed definitions are those that the types generate. With `-Dplimsoll.generate` they
/// are written instead, which is how `make generate` does it.
class DefinitionsTest {
  private static final int LIMIT = 200 * 1024;

  @Test
  void committedDefinitionsAreTheGeneratedOnes() throws IOException {
    Map<String, String> generated = Definitions.generated();
    assertThat(generated).isNotEmpty();
    for (Map.Entry<String, String> definition : generated.entrySet()) {
      Path file = Definitions.DIRECTORY.resolve(definition.getKey());
      if (System.getProperty("plimsoll.generate") != null) {
        Files.writeString(file, definition.getValue());
      }
      assertThat(file).as("run `make generate`").exists().hasContent(definition.getValue());
    }
  }

  @Test
  void definitionsStayUnderTwoHundredKibibytes() {
    assertThat(Definitions.generated().values())
        .allSatisfy(text -> assertThat(text.length()).isLessThan(LIMIT));
  }
}
