package dev.plimsoll.prediction;

import org.jspecify.annotations.Nullable;

/// One rung of an image's ladder: what it would weigh there, or why it cannot stand there. Either
/// of the two is null.
public record Step(Rung rung, @Nullable Prediction prediction, @Nullable String obstacle) {
  public Step {
    if ((prediction == null) == (obstacle == null)) {
      throw new IllegalArgumentException("a step has either a prediction or an obstacle");
    }
  }

  static Step to(Prediction prediction) {
    return new Step(prediction.rung(), prediction, null);
  }

  static Step hindered(Rung rung, String obstacle) {
    return new Step(rung, null, obstacle);
  }
}
