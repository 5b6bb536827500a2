package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
  private static final int LIMIT = 200 * 1024;

  @Test
  void committedDefinitionsAreTheGeneratedOnes() throws IOException {
    Map<String, String> generated = Definitions.generated();
    assertThat(generated).isNotEmpty();
    for (Map.Entry<String, String> definition : generated.entrySet()) {
      assertThat(Path.of(definition.getKey())).as("run `make generate`").exists();
      assertThat(Files.readString(Path.of(definition.getKey())))
          .as("run `make generate`")
          .isEqualTo(definition.getValue());
    }
  }

  /// Unquoted, a YAML parser reads `True` as a truth value, and no string equals that.
  @Test
  void valuesThatLookLikeOtherTypesAreQuoted() {
    assertThat(Definitions.generated().values())
        .filteredOn(text -> text.contains("conditions:"))
        .hasSize(3)
        .allSatisfy(text -> assertThat(text).contains("\"True\"").contains("\"False\""));
  }

  @Test
  void definitionsStayUnderTwoHundredKibibytes() {
    assertThat(Definitions.generated().values())
        .allSatisfy(text -> assertThat(text.length()).isLessThan(LIMIT));
  }
}
