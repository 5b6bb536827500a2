package dev.plimsoll.registry.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.registry.pace.Gate.Entry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Duration NO_PATIENCE = Duration.ZERO;

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final Gates gates = new Gates(new Pace(10, 3), clock::get);
  private final Gate gate = gates.of("registry.example.com:443");

  @Test
  void letsABurstThroughAndThenAsManyASecondAsThePaceSays() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
    }
    assertThat(gate.enter(NO_PATIENCE)).isEqualTo(new Entry.Crowded(Duration.ofMillis(100)));
    pass(Duration.ofMillis(99));
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Crowded.class);
    pass(Duration.ofMillis(2));
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Crowded.class);
    pass(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
    }
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Crowded.class);
  }

  @Test
  void givesTurnsInTheOrderInWhichTheyAreAskedFor() {
    TokenBucket bucket = new TokenBucket(new Pace(10, 1), 0);
    Duration patient = Duration.ofSeconds(1);
    assertThat(bucket.take(0, patient)).isZero();
    assertThat(bucket.take(0, patient)).isEqualTo(Duration.ofMillis(100));
    assertThat(bucket.take(0, patient)).isEqualTo(Duration.ofMillis(200));
    assertThat(bucket.take(0, Duration.ofMillis(250))).isEqualTo(Duration.ofMillis(300));
    assertThat(bucket.take(0, patient)).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void aHostThatSaysItIsAskedTooOftenGivesNoBurst() throws InterruptedException {
    gate.limited();
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Crowded.class);
    pass(Duration.ofMillis(101));
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
  }

  @Test
  void shutsAfterFiveFailuresInARow() throws InterruptedException {
    fail(4);
    gate.answered();
    fail(4);
    assertThat(gate.isShut()).isFalse();
    fail(1);
    assertThat(gate.isShut()).isTrue();
    pass(Duration.ofMillis(1_500));
    assertThat(gate.enter(NO_PATIENCE))
        .isInstanceOfSatisfying(
            Entry.LeftAlone.class,
            left -> {
              assertThat(left.since()).isEqualTo(Duration.ofMillis(1_500));
              assertThat(left.still()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
            });
  }

  @Test
  void oneRequestFindsOutForAll() throws InterruptedException {
    fail(5);
    pass(Duration.ofSeconds(3));
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.LeftAlone.class);
    gate.answered();
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
  }

  @Test
  void whoStopsWaitingLeavesTheNextToFindOut() throws InterruptedException {
    fail(5);
    pass(Duration.ofSeconds(3));
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
    gate.undecided();
    assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
  }

  @Test
  void waitsLongerEachTimeButNeverMuchMoreThanAMinute() throws InterruptedException {
    fail(5);
    Duration before = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      Duration still = ((Entry.LeftAlone) gate.enter(NO_PATIENCE)).still();
      assertThat(still).isGreaterThanOrEqualTo(before).isLessThan(Duration.ofSeconds(75));
      before = still.compareTo(Duration.ofSeconds(59)) > 0 ? Duration.ofSeconds(60) : still;
      pass(still);
      assertThat(gate.enter(NO_PATIENCE)).isInstanceOf(Entry.Entered.class);
      fail(1);
    }
    assertThat(before).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void failuresOfRequestsUnderWayDoNotProlongIt() {
    fail(5);
    pass(Duration.ofMillis(1_999));
    fail(50);
    pass(Duration.ofMillis(502));
    assertThat(gate.isShut()).isFalse();
  }

  @Test
  void hostsDoNotAffectEachOtherAndAreBounded() throws InterruptedException {
    fail(5);
    assertThat(gates.of("other.example.com:443").enter(NO_PATIENCE))
        .isInstanceOf(Entry.Entered.class);
    for (int i = 0; i < 2_000; i++) {
      gates.of("host" + i);
    }
    assertThat(gates.size()).isEqualTo(500);
  }

  @Test
  void aPaceThatLetsNobodyThroughIsRefused() {
    for (double none : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Pace(none, 1));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Pace(1, 0));
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      gate.failed();
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
