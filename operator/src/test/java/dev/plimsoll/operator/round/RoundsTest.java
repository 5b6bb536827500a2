package dev.plimsoll.operator.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(20);

  private final AtomicInteger count = new AtomicInteger();

  /// One round, unless the machine stood still between the first change and the last.
  @Test
  void answersChangesThatComeTogetherOnce() throws InterruptedException {
    Duration quiet = Duration.ofMillis(200);
    try (Rounds rounds = rounds(quiet, this::one)) {
      rounds.start();
      await(() -> count.get() == 1);

      long first = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        rounds.poke();
      }
      Duration apart = Duration.ofNanos(System.nanoTime() - first);

      await(() -> count.get() >= 2);
      Thread.sleep(500);
      assertThat(count.get()).isBetween(2, 2 + (int) apart.dividedBy(quiet));
    }
  }

  @Test
  void changeDuringARoundIsAnsweredByAnother() throws InterruptedException {
    CountDownLatch going = new CountDownLatch(1);
    CountDownLatch on = new CountDownLatch(1);
    Rounds.Round slow =
        () -> {
          going.countDown();
          on.await();
          return one();
        };
    try (Rounds rounds = rounds(SOON, slow)) {
      rounds.start();
      assertThat(going.await(10, TimeUnit.SECONDS)).isTrue();
      rounds.poke();
      on.countDown();
      await(() -> count.get() == 2);
    }
  }

  @Test
  void comesAgainAfterAsLongAsTheRoundSaid() throws InterruptedException {
    Rounds.Round often =
        () -> {
          count.incrementAndGet();
          return SOON;
        };
    try (Rounds rounds = rounds(Duration.ZERO, often)) {
      rounds.start();
      await(() -> count.get() >= 3);
    }
  }

  @Test
  void beginsNoSoonerThanItIsTold() throws InterruptedException {
    try (Rounds rounds = rounds(Duration.ZERO, this::one)) {
      rounds.start(NEVER);
      Thread.sleep(300);
      assertThat(count).hasValue(0);
      rounds.poke();
      await(() -> count.get() == 1);
    }
  }

  @Test
  void goesOnWhateverARoundFailsOf() throws InterruptedException {
    Rounds.Round failing =
        () ->
            switch (count.incrementAndGet()) {
              case 1 -> throw new IllegalStateException("unforeseen");
              case 2 -> throw new StackOverflowError("too deep");
              case 3 -> throw new NoClassDefFoundError("left out of the native image");
              default -> NEVER;
            };
    try (Rounds rounds = rounds(Duration.ZERO, failing)) {
      rounds.start();
      await(() -> count.get() == 4);
    }
  }

  @Test
  void closingEndsWhatARoundWaitsFor() throws InterruptedException {
    CountDownLatch going = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Rounds.Round waiting =
        () -> {
          going.countDown();
          try {
            Thread.sleep(NEVER);
          } finally {
            interrupted.countDown();
          }
          return NEVER;
        };
    Rounds rounds = rounds(Duration.ZERO, waiting);
    rounds.start();
    assertThat(going.await(10, TimeUnit.SECONDS)).isTrue();

    rounds.close();

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /// Who swallows the interrupt, as many a library does, does not begin another round.
  @Test
  void noRoundFollowsOnceClosed() throws InterruptedException {
    CountDownLatch going = new CountDownLatch(1);
    CountDownLatch on = new CountDownLatch(1);
    Rounds.Round deaf =
        () -> {
          going.countDown();
          boolean done = false;
          while (!done) {
            try {
              done = on.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
              // goes on
            }
          }
          count.incrementAndGet();
          return Duration.ZERO;
        };
    Rounds rounds = rounds(Duration.ZERO, deaf);
    rounds.start();
    assertThat(going.await(10, TimeUnit.SECONDS)).isTrue();

    long closing = System.nanoTime();
    rounds.close();
    assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(5));

    on.countDown();
    await(() -> count.get() == 1);
    Thread.sleep(300);
    assertThat(count).hasValue(1);
  }

  private Duration one() {
    count.incrementAndGet();
    return NEVER;
  }

  private static Rounds rounds(Duration quiet, Rounds.Round round) {
    return new Rounds("test", new Rounds.Times(quiet, SOON), round);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.sleep(20);
    }
  }
}
