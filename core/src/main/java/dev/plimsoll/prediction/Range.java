package dev.plimsoll.prediction;

import dev.plimsoll.image.Bytes;

/// A predicted number of bytes: the likely one, and between which it will be found.
public record Range(Bytes low, Bytes likely, Bytes high) {
  public Range {
    if (low.isMoreThan(likely) || likely.isMoreThan(high)) {
      throw new IllegalArgumentException(
          "a range goes up: %s, %s, %s".formatted(low, likely, high));
    }
  }

  /// A range around `likely`, which may lie outside of what was thought its bounds.
  static Range around(Bytes low, Bytes likely, Bytes high) {
    return new Range(
        low.isMoreThan(likely) ? likely : low, likely, high.isMoreThan(likely) ? high : likely);
  }

  public boolean covers(Bytes actual) {
    return !low.isMoreThan(actual) && !actual.isMoreThan(high);
  }
}
