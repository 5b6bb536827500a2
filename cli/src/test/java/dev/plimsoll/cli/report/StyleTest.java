package dev.plimsoll.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StyleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b]0;x\u0007",
        "\u0085",
        "\u009b31m",
        "\u009d",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u2028"
      })
  void takesAwayWhatSteersATerminalOrAReader(String steering) {
    String text = "a" + steering + "b";

    assertThat(Style.safe(text)).doesNotContain(steering).startsWith("a?");
    assertThat(MarkdownReport.text(text)).doesNotContain(steering.substring(0, 1));
    assertThat(MarkdownReport.code(text)).doesNotContain(steering.substring(0, 1));
  }

  @Test
  void leavesItsOwnColoursAndOtherLetters() {
    Style style = new Style(80, true);

    assertThat(Style.safe(style.bad("Größe 大"))).isEqualTo("\u001b[1;31mGröße 大\u001b[0m");
  }

  @Test
  void keepsALineOneLineWhateverItIsMadeOf() {
    String value = "evil\nadmitted: everything";

    assertThat(new Lines().add("by " + value).wrapped(0, 20, "fix: " + value + " x").toString())
        .doesNotContain("\nadmitted")
        .startsWith("by evil?admitted: everything\n");
  }
}
