package dev.plimsoll.registry.pace;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The way to one host. Whoever entered says afterwards how it went.
public final class Gate {

  /// What became of an attempt to enter.
  public sealed interface Entry {
    /// The host may be asked now.
    record Entered() implements Entry {}

    /// The host failed so often that it is left alone: since then, for so long still.
    record LeftAlone(Duration since, Duration still) implements Entry {}

    /// The host is asked so often already that the next turn comes too late.
    record Crowded(Duration until) implements Entry {}
  }

  private final Breaker breaker = new Breaker();
  private final TokenBucket bucket;
  private final LongSupplier nanoClock;

  Gate(Pace pace, LongSupplier nanoClock) {
    this.bucket = new TokenBucket(pace, nanoClock.getAsLong());
    this.nanoClock = nanoClock;
  }

  /// Waits for a turn, for as long as `patience` at most.
  public Entry enter(Duration patience) throws InterruptedException {
    Duration still = breaker.enter(now());
    if (still.isPositive()) {
      return new Entry.LeftAlone(breaker.openFor(now()), still);
    }
    Duration wait = bucket.take(now(), patience);
    if (wait.compareTo(patience) > 0) {
      breaker.undecided();
      return new Entry.Crowded(wait);
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      breaker.undecided();
      throw e;
    }
    return new Entry.Entered();
  }

  /// Whether the host is being left alone now.
  public boolean isShut() {
    return breaker.isOpen(now());
  }

  /// The host answered, whatever it said.
  public void answered() {
    breaker.answered();
  }

  /// The host answered that it is asked too often.
  public void limited() {
    breaker.answered();
    bucket.empty(now());
  }

  /// The host could not be reached, did not answer, or is out of order.
  public void failed() {
    breaker.failed(now());
  }

  /// Nothing was learnt of the host.
  public void undecided() {
    breaker.undecided();
  }

  private long now() {
    return nanoClock.getAsLong();
  }
}
