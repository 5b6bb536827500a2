package dev.plimsoll.operator.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.definition.Definition.State;
import java.util.concurrent.atomic.AtomicInteger;
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
