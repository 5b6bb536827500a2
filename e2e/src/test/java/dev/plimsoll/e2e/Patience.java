package dev.plimsoll.e2e;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what comes about by itself.
final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private Patience() {}

  /// Returns once `condition` holds, and fails with what `otherwise` says where that takes longer.
  static void await(Duration longest, BooleanSupplier condition, Supplier<String> otherwise) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(otherwise.get());
      }
      pause(PAUSE);
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
