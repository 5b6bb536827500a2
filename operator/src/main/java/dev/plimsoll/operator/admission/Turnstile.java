package dev.plimsoll.operator.admission;

import dev.plimsoll.image.Deadline;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The places for reviews that are judged at once, and the queue before them.
///
/// A review that gets no place in time is not judged, whatever policies say: the API server is told
/// that it was not answered, so that `failurePolicy` decides as it does where no operator runs.
/// Admitting it instead would let in whoever sends enough others.
public final class Turnstile {
  private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final Semaphore places;
  private final int longestQueue;
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

  Turnstile(int places) {
    if (places < 1) {
      throw new IllegalArgumentException(
          "plimsoll.admission.reviews-at-once is " + places + "; write a number above 0, as 1000");
    }
    this.places = new Semaphore(places, true);
    this.longestQueue = places;
  }

  /// Takes a place, and waits for one until the deadline where all are taken. Whoever gets one
  /// gives it back by [#leave].
  public boolean enter(Deadline deadline) {
    if (places.tryAcquire()) {
      return true;
    }
    if (places.getQueueLength() >= longestQueue) {
      return turnAway();
    }
    try {
      return places.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS) || turnAway();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public void leave() {
    places.release();
  }

  private boolean turnAway() {
    long due = nextWarning.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextWarning.compareAndSet(due, now + BETWEEN_WARNINGS.toNanos())) {
      LOG.atWarn()
          .addKeyValue("reviewsAtOnce", longestQueue)
          .log("Reviews are turned away: more than plimsoll.admission.reviews-at-once came");
    }
    return false;
  }
}
