package dev.plimsoll.operator.taking;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.policy.BaselineProgresses;
import dev.plimsoll.operator.round.Rounds;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// When baselines are looked after: right after something changed, again while some are missing,
/// and now and then though nothing changed.
final class TakingSchedule implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMillis(200);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration AT_LENGTH = Duration.ofSeconds(10);
  private static final int SOON = 30;
  private static final Duration PERIOD = Duration.ofMinutes(10);
  private static final Duration ROUND = Duration.ofSeconds(10);

  private final BaselineKeeper keeper;
  private final BooleanSupplier mayRun;
  private final BaselineProgresses progresses;
  private final Metrics metrics;
  private final Rounds rounds =
      new Rounds("baselines", new Rounds.Times(QUIET, AT_LENGTH), this::next);
  private int inVain;

  TakingSchedule(
      BaselineKeeper keeper,
      BooleanSupplier mayRun,
      BaselineProgresses progresses,
      Metrics metrics) {
    this.keeper = keeper;
    this.mayRun = mayRun;
    this.progresses = progresses;
    this.metrics = metrics;
  }

  /// Something changed.
  void poke() {
    rounds.poke();
  }

  void start() {
    rounds.start();
  }

  private Duration next() {
    if (!mayRun.getAsBoolean()) {
      return AGAIN;
    }
    BaselineKeeper.Left left = keeper.round(Deadline.in(ROUND));
    progresses.publish(left.progresses());
    metrics.baselinesPending(left.pending());
    if (left.pending() == 0) {
      inVain = 0;
      return PERIOD;
    }
    return again();
  }

  /// Soon for as long as images are read, and then less often.
  private Duration again() {
    inVain++;
    return inVain <= SOON ? AGAIN : AT_LENGTH;
  }

  @Override
  public void close() {
    rounds.close();
  }
}
