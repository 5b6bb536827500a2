package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.facts.KnownBases;
import dev.plimsoll.facts.KnownBases.Base;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.operator.memory.BaseMoves;
import dev.plimsoll.reference.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KnownBaseWatchTest {
  private final Map<String, Integer> tags = new HashMap<>();
  private final List<KnownBases> told = new ArrayList<>();
  private final BaseMoves moves = new BaseMoves();
  private Instant now = Instant.parse("2026-11-01T00:00:00Z");
  private final KnownBaseWatch watch =
      new KnownBaseWatch(
          (name, _) -> {
            Integer layer = tags.get(name);
            if (layer == null) {
              throw new SourceException.NotFound(name + " is not there");
            }
            return List.of(base(name, layer));
          },
          Set::of,
          told::add,
          Duration.ofHours(1),
          moves,
          () -> now);

  @Test
  void tellsTheLayersOfEachBase() throws InterruptedException {
    tags.putAll(Map.of("debian:12", 1, "python:3", 2));

    assertThat(watch.refresh(Set.of("debian:12", "python:3"))).isTrue();

    assertThat(told.getLast().bases())
        .containsExactlyInAnyOrder(base("debian:12", 1), base("python:3", 2));
  }

  @Test
  void earlierLayersOfATagStayKnown() throws InterruptedException {
    tags.put("debian:12", 1);
    watch.refresh(Set.of("debian:12"));
    tags.put("debian:12", 2);
    watch.refresh(Set.of("debian:12"));

    assertThat(told.getLast().bases()).containsExactly(base("debian:12", 1), base("debian:12", 2));
  }

  @Test
  void saysSinceWhenABaseIsNoLongerWhatItWas() throws InterruptedException {
    tags.put("debian:12", 1);
    watch.refresh(Set.of("debian:12"));
    assertThat(moves.ofBase("debian:12", base("debian:12", 1).diffIds())).isEmpty();

    Instant moved = now.plus(Duration.ofHours(5));
    now = moved;
    tags.put("debian:12", 2);
    watch.refresh(Set.of("debian:12"));
    now = now.plus(Duration.ofDays(1));
    watch.refresh(Set.of("debian:12"));
    assertThat(moves.ofBase("debian:12", base("debian:12", 1).diffIds())).contains(moved);
    assertThat(moves.ofBase("debian:12", base("debian:12", 2).diffIds())).isEmpty();

    tags.put("debian:12", 1);
    watch.refresh(Set.of("debian:12"));
    assertThat(moves.ofBase("debian:12", base("debian:12", 1).diffIds())).isEmpty();
    assertThat(moves.ofBase("debian:12", base("debian:12", 2).diffIds())).contains(now);

    watch.refresh(Set.of());
    assertThat(moves.ofBase("debian:12", base("debian:12", 2).diffIds())).isEmpty();
  }

  @Test
  void keepsABoundedNumberOfEarlierLayers() throws InterruptedException {
    for (int layer = 1; layer <= 40; layer++) {
      tags.put("debian:12", layer);
      watch.refresh(Set.of("debian:12"));
    }

    assertThat(told.getLast().bases())
        .hasSize(KnownBaseWatch.CHAINS_PER_NAME)
        .contains(base("debian:12", 40))
        .doesNotContain(base("debian:12", 40 - KnownBaseWatch.CHAINS_PER_NAME));
  }

  @Test
  void saysNothingWhereNothingChanged() throws InterruptedException {
    tags.put("debian:12", 1);
    watch.refresh(Set.of("debian:12"));
    watch.refresh(Set.of("debian:12"));

    assertThat(told).hasSize(1);
  }

  @Test
  void baseThatCannotBeReadKeepsWhatWasKnown() throws InterruptedException {
    tags.putAll(Map.of("debian:12", 1, "python:3", 2));
    watch.refresh(Set.of("debian:12", "python:3"));
    tags.remove("debian:12");

    assertThat(watch.refresh(Set.of("debian:12", "python:3"))).isFalse();

    assertThat(told).hasSize(1);
  }

  @Test
  void forgetsBasesThatNoPolicyNames() throws InterruptedException {
    tags.putAll(Map.of("debian:12", 1, "python:3", 2));
    watch.refresh(Set.of("debian:12", "python:3"));
    watch.refresh(Set.of("python:3"));

    assertThat(told.getLast().bases()).containsExactly(base("python:3", 2));
  }

  @Test
  void tellsAgainOfWhatNobodyCouldHear() throws InterruptedException {
    List<KnownBases> heard = new ArrayList<>();
    KnownBaseWatch hard =
        watch(
            (name, _) -> List.of(base(name, 1)),
            bases -> {
              heard.add(bases);
              if (heard.size() == 1) {
                throw new IllegalStateException("deaf");
              }
            });
    assertThatThrownBy(() -> hard.refresh(Set.of("debian:12"))).hasMessage("deaf");

    hard.refresh(Set.of("debian:12"));
    hard.refresh(Set.of("debian:12"));

    assertThat(heard).hasSize(2);
  }

  /// A registry that hangs must not keep the process from ending.
  @Test
  void closingDoesNotWaitForARegistryThatHangs() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    KnownBaseWatch hanging =
        watch(
            (name, _) -> {
              asked.countDown();
              try {
                Thread.sleep(Duration.ofMinutes(1));
                throw new AssertionError("not interrupted");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended.countDown();
                throw new SourceException.Unavailable("interrupted", e);
              }
            },
            told::add);
    hanging.start();
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    long closing = System.nanoTime();
    hanging.close();

    assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(5));
    assertThat(ended.await(10, TimeUnit.SECONDS)).as("the question is dropped").isTrue();
  }

  private KnownBaseWatch watch(KnownBaseWatch.Reader reader, Consumer<KnownBases> onChange) {
    return new KnownBaseWatch(
        reader, () -> Set.of("debian:12"), onChange, Duration.ofHours(1), moves, () -> now);
  }

  @Test
  void namesAreThoseOfAllAcceptedPolicies() {
    PolicyIndex index =
        Policies.index(
            Policies.policy("a", "x", 1, "{profile: Baseline, knownBases: [\"debian:12\"]}"),
            Policies.policy("b", "y", 1, "{profile: Baseline, knownBases: [\"python:3\"]}"),
            Policies.policy("b", "z", 1, "{knownBases: [\"node:22\"]}"));

    assertThat(KnownBaseWatch.namesIn(index)).containsExactly("debian:12", "python:3");
  }

  private static Base base(String name, int layer) {
    return new Base(name, List.of(new Digest("sha256", "%064x".formatted(layer))));
  }
}
