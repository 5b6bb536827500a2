package dev.plimsoll.prediction;

import dev.plimsoll.prediction.need.Fate;

/// A size with its bounds while it is being added up.
record Spread(Size low, Size likely, Size high) {
  static final Spread NONE = new Spread(Size.NONE, Size.NONE, Size.NONE);

  static Spread of(Size size) {
    return new Spread(size, size, size);
  }

  /// What a group adds to each bound under its fate.
  static Spread of(Size size, Fate fate) {
    return switch (fate) {
      case STAYS -> new Spread(size, size, size);
      case LIKELY_STAYS -> new Spread(Size.NONE, size, size);
      case LIKELY_GOES -> new Spread(Size.NONE, Size.NONE, size);
      case GOES -> NONE;
    };
  }

  Spread plus(Spread other) {
    return new Spread(low.plus(other.low), likely.plus(other.likely), high.plus(other.high));
  }

  /// The same size, known less surely by this share of it.
  Spread widened(double share) {
    return new Spread(low.times(1 - share), likely, high.times(1 + share));
  }

  /// The same size, with more that may come on top.
  Spread upTo(Size more) {
    return new Spread(low, likely, high.plus(more));
  }

  /// The likely size less what likely goes; the upper bound still has it.
  Spread likelyLess(Size less) {
    return new Spread(low.minus(less), likely.minus(less), high);
  }

  Range pull() {
    return Range.around(low.pull(), likely.pull(), high.pull());
  }

  Range disk() {
    return Range.around(low.disk(), likely.disk(), high.disk());
  }
}
