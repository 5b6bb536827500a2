package dev.plimsoll.hostile;

import dev.plimsoll.facts.Unknown;

/// The end of looking at an image that an inspector gave no facts for.
final class Uninspected extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Unknown why;

  Uninspected(Unknown why) {
    super(why.detail());
    this.why = why;
  }

  String cause() {
    return why.cause().field();
  }
}
