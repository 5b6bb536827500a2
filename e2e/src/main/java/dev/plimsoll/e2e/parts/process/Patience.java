package dev.plimsoll.e2e.parts.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what comes about by itself.
public final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private Patience() {}

  /// Returns once `condition` holds, and fails with what `otherwise` says where that takes longer.
  public static void await(
      Duration longest, BooleanSupplier condition, Supplier<String> otherwise) {
    if (!comes(longest, condition)) {
      throw new PartsException(otherwise.get());
    }
  }

  /// Whether `condition` holds within that time; returns as soon as it does.
  public static boolean comes(Duration longest, BooleanSupplier condition) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause(PAUSE);
    }
    return true;
  }

  /// Lets time pass.
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while waiting", e);
    }
  }
}
