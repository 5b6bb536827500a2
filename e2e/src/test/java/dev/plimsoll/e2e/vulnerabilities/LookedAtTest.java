package dev.plimsoll.e2e.vulnerabilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What may pass is named, has an end, and says why.
class LookedAtTest {
  private static final LocalDate LAST = LocalDate.of(2026, 12, 31);
  private static final Finding FINDING =
      new Finding(
          List.of("GHSA-1", "CVE-2026-1"), "g:a", "1", List.of("2"), "7.5", Set.of("plimsoll-cli"));

  @Test
  void letsAVulnerabilityPassByAnyOfItsNamesUntilTheLastDay() {
    for (String id : List.of("GHSA-1", "CVE-2026-1")) {
      LookedAt list = LookedAt.of("list", List.of("# why", "", id + " 2026-12-31 not used here"));

      assertThat(list.entryFor(FINDING, LAST))
          .hasValueSatisfying(entry -> assertThat(entry.why()).isEqualTo("not used here"));
      assertThat(list.over(LAST)).isEmpty();
    }
    assertThat(LookedAt.of("list", List.of("CVE-2026-2 2026-12-31 why")).entryFor(FINDING, LAST))
        .isEmpty();
  }

  @Test
  void nothingPassesWhenItsDayIsOverAndThatIsSaid() {
    LookedAt list = LookedAt.of("list", List.of("", "CVE-2026-1 2026-12-31 not used here"));

    assertThat(list.entryFor(FINDING, LAST.plusDays(1))).isEmpty();
    assertThat(list.over(LAST.plusDays(1)))
        .containsExactly(
            "list:2: what was said of CVE-2026-1 counted until 2026-12-31: look at it again, or"
                + " take it out");
  }

  @Test
  void refusesALineWithoutAnEndOrAReason() {
    assertThatThrownBy(() -> LookedAt.of("list", List.of("CVE-2026-1 2026-12-31")))
        .isInstanceOf(PartsException.class)
        .hasMessage("list:1: write ID YEAR-MONTH-DAY REASON in a line.");
    assertThatThrownBy(() -> LookedAt.of("list", List.of("CVE-2026-1 next year it is mended")))
        .hasMessage(
            "list:1: next is no date: write until when CVE-2026-1 may pass as YEAR-MONTH-DAY.");
  }

  @Test
  void theRepositorysOwnListCanBeReadAndCountsForAYearAtMost() {
    LookedAt own = LookedAt.in(SourceTree.root().resolve("e2e/packaging/vulnerabilities.allowed"));

    LocalDate inAYear = LocalDate.now(ZoneOffset.UTC).plusYears(1);
    assertThat(own.over(inAYear.plusDays(1))).hasSameSizeAs(own.entries());
  }
}
