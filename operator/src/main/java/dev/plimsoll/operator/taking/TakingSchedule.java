package dev.plimsoll.operator.taking;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.policy.BaselineProgresses;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When baselines are looked after: right after something changed, again while some are missing,
/// and now and then though nothing changed.
final class TakingSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TakingSchedule.class);
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
  private final BlockingQueue<Boolean> pokes = new ArrayBlockingQueue<>(1);
  private @Nullable Thread thread;
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
    pokes.offer(Boolean.TRUE);
  }

  synchronized void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("baselines").start(this::run);
    }
  }

  private void run() {
    Duration wait = Duration.ZERO;
    try {
      while (true) {
        pokes.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        Thread.sleep(QUIET);
        pokes.clear();
        wait = next();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration next() {
    if (!mayRun.getAsBoolean()) {
      return AGAIN;
    }
    try {
      BaselineKeeper.Left left = keeper.round(Deadline.in(ROUND));
      progresses.publish(left.progresses());
      metrics.baselinesPending(left.pending());
      if (left.pending() == 0) {
        inVain = 0;
      }
      return left.pending() > 0 ? again() : PERIOD;
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Looking after baselines failed");
      return again();
    }
  }

  /// Soon for as long as images are read, and then less often.
  private Duration again() {
    inVain++;
    return inVain <= SOON ? AGAIN : AT_LENGTH;
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
