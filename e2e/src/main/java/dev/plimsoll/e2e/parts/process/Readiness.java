package dev.plimsoll.e2e.parts.process;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waiting for a part to be ready to be used.
public final class Readiness {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Readiness() {}

  /// Returns once `isReady` is true. A probe that throws counts as "not yet"; the end of `process`
  /// or of `limit` is an exception that shows the end of its log. However little time there is, it
  /// is asked once, and once more when that has passed.
  public static void await(SupervisedProcess process, Duration limit, Callable<Boolean> isReady) {
    long end = System.nanoTime() + limit.toNanos();
    String last = "no answer";
    while (true) {
      boolean isLast = System.nanoTime() > end;
      if (!process.isRunning()) {
        throw new PartsException(
            "%s ended while it was starting; the end of %s:%n%s"
                .formatted(process.name(), process.log(), process.logTail(15)));
      }
      try {
        if (isReady.call()) {
          return;
        }
      } catch (Exception e) {
        last = String.valueOf(e.getMessage());
      }
      if (isLast) {
        throw new PartsException(
            "%s was not ready after %d s (%s); the end of %s:%n%s"
                .formatted(
                    process.name(), limit.toSeconds(), last, process.log(), process.logTail(15)));
      }
      Patience.pause(PAUSE);
    }
  }
}
