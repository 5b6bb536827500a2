package dev.plimsoll.rule.reference;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageAgeTest {
  private static final Instant BUILT = Instant.parse("2026-01-10T12:00:00Z");
  private final ImageAge rule = new ImageAge();

  @Test
  void countsFromTheBuildToTheMomentOfJudging() {
    assertThat(judge(BUILT.plus(Duration.ofDays(180)))).isEqualTo(new Within());
    assertThat(judge(BUILT.plus(Duration.ofDays(181))))
        .isEqualTo(new Beyond("built on 2026-01-10, 181 days ago", "180 days"));
    assertThat(
            rule.judge(
                finding(),
                new ImageAge.Parameters(Duration.ofDays(30)),
                at(BUILT.plus(Duration.ofDays(31)))))
        .isInstanceOf(Beyond.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "1980-01-01T00:00:01Z", "1980-12-31T23:59:59Z"})
  void cannotTellWhatAReproducibleBuildWrites(String created) {
    Facts facts = image().created(Instant.parse(created)).facts();

    assertThat(rule.measure(facts).getFirst().measure()).isInstanceOf(Measure.Unmeasured.class);
  }

  @Test
  void believesTheFirstMomentOf1981() {
    Facts facts = image().created(Instant.parse("1981-01-01T00:00:00Z")).facts();

    assertThat(rule.measure(facts).getFirst().measure()).isInstanceOf(Measure.Moment.class);
  }

  @Test
  void cannotTellWhereNothingIsWritten() {
    assertThat(rule.measure(image().facts()).getFirst().measure())
        .isInstanceOf(Measure.Unmeasured.class);
  }

  @Test
  void cannotTellWhatIsStillToComeButBearsAClockThatIsALittleFast() {
    assertThat(judge(BUILT.minus(Duration.ofHours(23)))).isEqualTo(new Within());
    assertThat(judge(BUILT.minus(Duration.ofHours(25)))).isInstanceOf(Undecided.class);
  }

  @Test
  void cannotTellWithoutAMoment() {
    assertThat(judge(null)).isInstanceOf(Undecided.class);
  }

  private Judgement judge(Instant now) {
    return rule.judge(finding(), rule.defaults(), at(now));
  }

  private Finding finding() {
    return rule.measure(image().created(BUILT).facts()).getFirst();
  }

  private static ContainerContext at(Instant now) {
    return new ContainerContext("web", null).at(now);
  }
}
