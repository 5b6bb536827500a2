package dev.plimsoll.cli.yaml;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class YamlReaderTest {
  @Test
  void saysThatValuesLieTooDeep() {
    String deep = "[".repeat(400_000) + "]".repeat(400_000);

    assertThatExceptionOfType(YamlException.class)
        .isThrownBy(() -> YamlReader.read("deep.yaml", deep))
        .withMessageStartingWith("deep.yaml:1: ");
  }
}
