package dev.plimsoll.registry.pace;

import java.time.Duration;

/// Turns to ask one host, given out at a [Pace].
final class TokenBucket {
  private final Pace pace;
  private double turns;
  private long filledNanos;

  TokenBucket(Pace pace, long now) {
    this.pace = pace;
    this.turns = pace.burst();
    this.filledNanos = now;
  }

  /// Takes the next turn and returns how long to wait for it; where that is longer than
  /// `patience`, none is taken.
  synchronized Duration take(long now, Duration patience) {
    fill(now);
    double missing = 1 - turns;
    Duration wait =
        missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) (missing / pace.perSecond() * 1e9));
    if (wait.compareTo(patience) <= 0) {
      turns--;
    }
    return wait;
  }

  /// Gives out no turn without a wait for a while.
  synchronized void empty(long now) {
    fill(now);
    turns = Math.min(turns, 0);
  }

  private void fill(long now) {
    double came = (now - filledNanos) / 1e9 * pace.perSecond();
    turns = Math.min(pace.burst(), turns + Math.max(0, came));
    filledNanos = now;
  }
}
