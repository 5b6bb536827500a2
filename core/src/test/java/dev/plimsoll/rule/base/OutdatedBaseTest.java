package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.BaseImage.Known;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Undecided;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.memory.Memory;
import dev.plimsoll.rule.memory.Movements;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutdatedBaseTest {
  private static final Instant MOVED = Instant.parse("2026-11-09T12:00:00Z");
  private final OutdatedBase rule = new OutdatedBase();
  private final Map<String, Instant> moved = new HashMap<>();
  private final Map<String, List<Digest>> asked = new HashMap<>();

  @Test
  void findsAnImageOnWhatTheBaseWas() {
    moved.put("python:3.12-slim", MOVED);
    Facts facts = on("python:3.12-slim").facts();

    assertThat(judge(facts, MOVED.plus(Duration.ofDays(12))))
        .isEqualTo(new Beyond("base python:3.12-slim moved on 2026-11-09, 12 days ago", "7 days"));
    assertThat(rule.measure(facts, remembering()).getFirst().fix())
        .isEqualTo("pull python:3.12-slim and build again: docker build --pull");
    assertThat(asked.get("python:3.12-slim"))
        .as("the layers below the application's")
        .isEqualTo(facts.config().diffIds().subList(0, 1));
  }

  @Test
  void letsItBeForAWhile() {
    moved.put("python:3.12-slim", MOVED);

    assertThat(judge(on("python:3.12-slim").facts(), MOVED.plus(Duration.ofDays(6))))
        .isEqualTo(new Within());
    assertThat(judge(on("python:3.12-slim").facts(), null)).isInstanceOf(Undecided.class);
  }

  @Test
  void doesNotApplyWhereNobodyRemembers() {
    Facts facts = on("python:3.12-slim").facts();

    assertThat(rule.measure(facts, new ContainerContext("web", null))).isEmpty();
    assertThat(rule.measure(facts)).isEmpty();
    assertThat(rule.measure(facts, remembering())).as("still the same").isEmpty();
  }

  @Test
  void tagThatStaysSpeaksForTheImage() {
    moved.put("python:3.12-slim", MOVED);

    assertThat(rule.measure(on("python:3.12-slim", "python:3.12.4-slim").facts(), remembering()))
        .isEmpty();
  }

  @Test
  void imageThatSaysWhichTagItMeantIsHeldToThat() {
    moved.put("python:3.12-slim", MOVED);
    FactsBuilder image = on("python:3.12.4-slim", "python:3.12-slim");

    assertThat(rule.measure(image.claimsBase("python:3.12-slim").facts(), remembering()))
        .hasSize(1);
  }

  @Test
  void allTagsMovedOnWhenTheLastOneDid() {
    moved.put("python:3.12-slim", MOVED);
    moved.put("python:3-slim", MOVED.minus(Duration.ofDays(30)));

    assertThat(
            judge(on("python:3-slim", "python:3.12-slim").facts(), MOVED.plus(Duration.ofDays(1))))
        .isEqualTo(new Within());
  }

  @Test
  void doesNotApplyToWhatTheImageOnlySays() {
    moved.put("debian:12", MOVED);
    Facts claimed = image().layer(9, "RUN").base(Evidence.ANNOTATION, 1, "debian:12").facts();

    assertThat(rule.measure(claimed, remembering())).isEmpty();
  }

  private Judgement judge(Facts facts, Instant now) {
    ContainerContext container = remembering().at(now);
    return rule.judge(rule.measure(facts, container).getFirst(), rule.defaults(), container);
  }

  private ContainerContext remembering() {
    return new ContainerContext("web", null).remembering(Memory.NONE.with(new Remembered()));
  }

  private static FactsBuilder on(String... names) {
    Known[] known = new Known[names.length];
    for (int i = 0; i < names.length; i++) {
      known[i] = new Known(names[i], 1, null);
    }
    return image().layer(30, "ADD rootfs").layer(5, "COPY app").onKnown(known);
  }

  private final class Remembered implements Movements {
    @Override
    public Optional<Instant> ofBase(String name, List<Digest> diffIds) {
      asked.put(name, diffIds);
      return Optional.ofNullable(moved.get(name));
    }

    @Override
    public Optional<Instant> ofTag(Reference tag, Digest image) {
      return Optional.empty();
    }
  }
}
