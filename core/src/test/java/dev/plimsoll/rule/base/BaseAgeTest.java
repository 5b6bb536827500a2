package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Known;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BaseAgeTest {
  private static final Instant MADE = Instant.parse("2026-01-10T12:00:00Z");
  private final BaseAge rule = new BaseAge();

  @Test
  void countsFromTheBasesOwnDateHoweverNewTheImage() {
    assertThat(judge(MADE.plus(Duration.ofDays(90)))).isEqualTo(new Within());
    assertThat(judge(MADE.plus(Duration.ofDays(91))))
        .isEqualTo(new Beyond("base debian:12 of 2026-01-10, 91 days ago", "90 days"));
  }

  @Test
  void cannotTellWithoutAMomentOrACredibleDate() {
    assertThat(judge(null)).isInstanceOf(Undecided.class);
    for (Instant made :
        new Instant[] {null, Instant.EPOCH, Instant.parse("1980-12-31T23:59:59Z")}) {
      assertThat(rule.measure(on(made)).getFirst().measure())
          .isInstanceOf(Measure.Unmeasured.class);
    }
  }

  @Test
  void asksTheNearestBaseAndNotWhatThatWasBuiltOn() {
    Facts facts =
        image()
            .layer(30, "ADD rootfs")
            .layer(9, "RUN make")
            .onKnown(new Known("python:3.12", 2, null), new Known("debian:12", 1, MADE))
            .facts();

    assertThat(rule.measure(facts).getFirst().measure()).isInstanceOf(Measure.Unmeasured.class);
  }

  @Test
  void doesNotApplyWhereLayersDoNotProveTheBase() {
    Facts facts =
        image().layer(1, null).created(MADE).base(Evidence.ANNOTATION, 0, "debian:12").facts();

    assertThat(rule.measure(facts)).isEmpty();
  }

  private Judgement judge(Instant now) {
    return rule.judge(
        rule.measure(on(MADE)).getFirst(),
        rule.defaults(),
        new ContainerContext("web", null).at(now));
  }

  private static Facts on(Instant made) {
    return image()
        .layer(30, "ADD rootfs")
        .created(Instant.parse("2026-06-01T00:00:00Z"))
        .onKnown(new Known("debian:12", 1, made))
        .facts();
  }
}
