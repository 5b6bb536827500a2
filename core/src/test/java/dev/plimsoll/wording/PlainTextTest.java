package dev.plimsoll.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void holdsNothingThatMovesATerminal() {
    assertThat(PlainText.of("a\u001b[2J\tb\u202ec\nd")).isEqualTo("a?[2J b?c?d");
  }

  @Test
  void endsBeforeACharacterThatDoesNotFit() {
    assertThat(PlainText.cut("ab⛵\u0007", 4)).isEqualTo("ab⛵?");
    assertThat(PlainText.cut("abc🚢🚢", 5)).isEqualTo("abc…");
    assertThat(PlainText.cut("ab\u0007cdef", 5)).isEqualTo("ab?c…");
  }
}
