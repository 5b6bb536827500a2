package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EllipsisTest {
  @Test
  void leavesAloneWhatFits() {
    assertThat(Ellipsis.cut("12345", 5)).isEqualTo("12345");
  }

  @Test
  void cutsWhatDoesNotFitToExactlyWhatDoes() {
    assertThat(Ellipsis.cut("123456", 5)).isEqualTo("1234…");
    assertThat(Ellipsis.cut("123456", 1)).isEqualTo("…");
  }

  /// Half a character is none: written as UTF-8 it becomes a question mark.
  @Test
  void cutsNoCharacterInTwo() {
    String ships = "⛵🚢🚢";

    for (int length = 1; length <= ships.length(); length++) {
      String cut = Ellipsis.cut(ships, length);
      assertThat(cut.length()).isLessThanOrEqualTo(length);
      assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(cut);
    }
    assertThat(Ellipsis.cut(ships, 3)).isEqualTo("⛵…");
    assertThat(Ellipsis.cut(ships, 4)).isEqualTo("⛵🚢…");
  }
}
