package dev.plimsoll.image;

import java.time.Duration;

/// The moment after which an answer is of no use; every read that waits is given one.
public record Deadline(long nanoTime) {
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /// The time left, zero once it has passed.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  public boolean hasPassed() {
    return remaining().isZero();
  }

  public Deadline earlierOf(Deadline other) {
    return nanoTime - other.nanoTime <= 0 ? this : other;
  }
}
