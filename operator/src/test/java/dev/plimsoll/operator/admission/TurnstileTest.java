package dev.plimsoll.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnstileTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void letsInAsManyAsItHasPlaces() {
    Turnstile turnstile = new Turnstile(2);

    assertThat(turnstile.enter(Deadline.in(LONG))).isTrue();
    assertThat(turnstile.enter(Deadline.in(LONG))).isTrue();
    assertThat(turnstile.enter(Deadline.in(SHORT))).isFalse();
  }

  @Test
  void whoWaitsGetsThePlaceThatIsLeft() throws Exception {
    Turnstile turnstile = new Turnstile(1);
    turnstile.enter(Deadline.in(LONG));
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> turnstile.enter(Deadline.in(LONG)));

    turnstile.leave();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void isNotHeldBeyondTheDeadline() {
    Turnstile turnstile = new Turnstile(1);
    turnstile.enter(Deadline.in(LONG));
    long start = System.nanoTime();

    assertThat(turnstile.enter(Deadline.in(SHORT))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
  }

  @Test
  void turnsAwayAtOnceWhereTheQueueIsFull() throws Exception {
    Turnstile turnstile = new Turnstile(1);
    turnstile.enter(Deadline.in(LONG));
    Thread first = Thread.ofVirtual().start(() -> turnstile.enter(Deadline.in(LONG)));
    while (first.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(5);
    }
    long start = System.nanoTime();

    assertThat(turnstile.enter(Deadline.in(LONG))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    turnstile.leave();
    first.join();
  }

  @Test
  void refusesToHaveNoPlace() {
    assertThatThrownBy(() -> new Turnstile(0))
        .hasMessage("plimsoll.admission.reviews-at-once is 0; write a number above 0, as 1000");
  }
}
