package dev.plimsoll.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.definition.Definition.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsTest {
  private final Definitions definitions = new Definitions(3);

  @ParameterizedTest
  @CsvSource({
    "3, CURRENT",
    "2, OLDER",
    "1, OLDER",
    "4, NEWER",
    "10, NEWER",
    ", OLDER",
    "v3, OLDER",
  })
  void standsAsItsCatalogueVersionSays(String version, State state) {
    definitions.found(Definition.IMAGE_POLICIES, version);

    assertThat(definitions.of(Definition.IMAGE_POLICIES)).contains(state);
  }

  /// One that is not watched could go or grow old unnoticed; one that the role does not name cannot
  /// be watched.
  @Test
  void definitionsAreThoseThatAreAppliedAndThatTheRoleNames() throws IOException {
    String role = Files.readString(Path.of("../config/rbac/operator.yaml"));
    try (Stream<Path> files = Files.list(Path.of("../config/crd"))) {
      assertThat(Stream.of(Definition.values()).map(Definition::resourceName))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString().replace(".yaml", ""))
                  .filter(name -> name.endsWith(".plimsoll.dev"))
                  .toList())
          .allSatisfy(name -> assertThat(role).contains("\n  - " + name + "\n"));
    }
  }

  @Test
  void knowsNothingOfWhatNobodyLookedAt() {
    assertThat(definitions.all()).isEmpty();
    assertThat(definitions.of(Definition.IMAGE_POLICIES)).isEmpty();
  }

  @Test
  void tellsOfWhatChangedAlone() {
    AtomicInteger told = new AtomicInteger();
    definitions.onChange(told::incrementAndGet);

    definitions.missing(Definition.IMAGE_POLICIES);
    definitions.missing(Definition.IMAGE_POLICIES);
    definitions.found(Definition.IMAGE_POLICIES, "3");
    definitions.found(Definition.IMAGE_POLICIES, "3");

    assertThat(told).hasValue(2);
  }
}
