package dev.plimsoll.facts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Beside what `moby/sys/user` makes of the same bytes.
class PasswdTest {
  @ParameterizedTest
  @CsvSource({
    "10001, 10001",
    "+7, 7",
    "4294967296, 0",
    "4294968296, 1000",
    "-1, 4294967295",
    "-4294967296, 0",
    "9223372036854775808, 4294967295",
    "99999999999999999999999999, 4294967295",
    "-9223372036854775809, 0",
    "00000000000000000000000000000012, 12",
    "'1 ', 0",
    "1_0, 0",
    "'', 0",
    "0x10, 0",
    "\u0661, 0"
  })
  void readsAUidAsGoDoes(String written, long uid) {
    assertThat(users("app:x:" + written + ":0::/:")).containsExactly(Map.entry("app", uid));
  }

  @Test
  void theFirstLineWithANameDecidesAndNoneIsAComment() {
    assertThat(users("app\n#app:x:5\napp:x:1000:0::/:\n:x:7\n"))
        .containsOnly(Map.entry("app", 0L), Map.entry("#app", 5L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\f", "\u000b", "\u0085", "\u2028", "\u2029"})
  void linesEndAtLineFeedsAlone(String other) {
    assertThat(users("a:x:1:1" + other + "app:x:1000:0::/:\napp:x:0:0::/:\n"))
        .containsEntry("app", 0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "\t", "\r", "\u0085", "\u00a0", "\u1680", "\u2007", "\u202f", "\u3000"})
  void whatGoTakesForSpaceIsNoPartOfAName(String space) {
    assertThat(users(space + "app:x:0:0::/:" + space + "\napp:x:1000:0::/:"))
        .containsExactly(Map.entry("app", 0L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001c", "\u001f", "\u200b", "\ufeff", "\u180e"})
  void whatGoTakesForNoSpaceIsPartOfAName(String other) {
    assertThat(users(other + "app:x:0:0::/:\napp:x:1000:0::/:")).containsEntry("app", 1000L);
  }

  /// A config is UTF-8, so it asks for no such name; and it is not the replacement character.
  @Test
  void aNameThatIsNoTextIsNobodys() {
    assertThat(
            Passwd.users("\u00ff:x:1000\n\u00ff\u00a0:x:1000\na:x:5:\u00ff\n".getBytes(ISO_8859_1)))
        .containsExactly(Map.entry("a", 5L));
    assertThat(users("\ufffd:x:0\n")).containsExactly(Map.entry("\ufffd", 0L));
  }

  private static Map<String, Long> users(String text) {
    return Passwd.users(text.getBytes(UTF_8));
  }
}
