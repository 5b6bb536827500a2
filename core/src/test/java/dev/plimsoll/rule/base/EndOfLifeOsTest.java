package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.support.SupportTable;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndOfLifeOsTest {
  private static final Instant LAST_MOMENT = Instant.parse("2024-06-30T23:59:59Z");
  private static final Instant AFTER = Instant.parse("2024-07-01T00:00:00Z");
  private final EndOfLifeOs rule = new EndOfLifeOs();

  @Test
  void findsAReleaseFromTheDayAfterItsLast() {
    assertThat(judge(buster(), LAST_MOMENT)).isEqualTo(new Within());
    assertThat(judge(buster(), AFTER))
        .isEqualTo(
            new Beyond(
                "Debian GNU/Linux 10 (buster), supported until 2024-06-30", "a supported release"));
    assertThat(finding(buster()).blame().layer().number()).isEqualTo(1);
    assertThat(finding(buster()).fix())
        .isEqualTo("build on a release of debian that is still supported");
  }

  @Test
  void saysWhenItsTableIsOverAYearOld() {
    Instant year =
        SupportTable.bundled().asOf().plusYears(1).atStartOfDay().toInstant(ZoneOffset.UTC);

    assertThat(actual(judge(buster(), year))).doesNotContain("table");
    assertThat(actual(judge(buster(), year.plus(Duration.ofDays(1)))))
        .endsWith("by a table of " + SupportTable.bundled().asOf() + ", which is over a year old");
  }

  @Test
  void takesThePolicysDaysOverTheTables() {
    EndOfLifeOs.Parameters paid = parameters("debian:10=2029-06-30", 0);

    assertThat(judge(buster(), AFTER, paid)).isEqualTo(new Within());
    assertThat(actual(judge(buster(), Instant.parse("2029-07-01T00:00:00Z"), paid)))
        .isEqualTo("Debian GNU/Linux 10 (buster), supported until 2029-06-30");
  }

  @Test
  void takesThePolicysDaysForReleasesThatTheTableDoesNotList() {
    FactsBuilder own = image().layer(30, null).system("own", "7.1", "Own Linux 7.1");

    assertThat(judge(own, AFTER)).isEqualTo(new Within());
    assertThat(judge(own, AFTER, parameters("own:7=2024-01-31", 0))).isInstanceOf(Beyond.class);
  }

  @Test
  void bearsAReleaseForAsLongAsThePolicySays() {
    assertThat(judge(buster(), AFTER, parameters("a:1=2020-01-01", 30))).isEqualTo(new Within());
    assertThat(judge(buster(), AFTER.plus(Duration.ofDays(30)), parameters("a:1=2020-01-01", 30)))
        .isInstanceOf(Beyond.class);
  }

  @Test
  void leavesRollingReleasesAndImagesWithoutASystemAlone() {
    assertThat(rule.measure(image().layer(1, null).system("arch", "", "Arch").facts())).isEmpty();
    assertThat(rule.measure(image().layer(1, null).passwd("app", 7).facts())).isEmpty();
  }

  @Test
  void cannotTellWithoutAMoment() {
    assertThat(judge(buster(), null)).isInstanceOf(Undecided.class);
  }

  private static FactsBuilder buster() {
    return image().layer(30, "ADD rootfs").system("debian", "10", "Debian GNU/Linux 10 (buster)");
  }

  private static EndOfLifeOs.Parameters parameters(String day, int grace) {
    return new EndOfLifeOs.Parameters(List.of(day), Duration.ofDays(grace));
  }

  private static String actual(Judgement judgement) {
    return ((Beyond) judgement).actual();
  }

  private Finding finding(FactsBuilder image) {
    return rule.measure(image.facts()).getFirst();
  }

  private Judgement judge(FactsBuilder image, Instant now) {
    return judge(image, now, rule.defaults());
  }

  private Judgement judge(FactsBuilder image, Instant now, EndOfLifeOs.Parameters parameters) {
    return rule.judge(finding(image), parameters, new ContainerContext("web", null).at(now));
  }
}
