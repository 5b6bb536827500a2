package dev.plimsoll.prediction;

/// A step on the ladder of bases, from the fullest to none.
public enum Rung {
  AS_IS("the base it has"),
  SLIM("a slim base"),
  DISTROLESS("a distroless base"),
  SCRATCH("scratch");

  private final String phrase;

  Rung(String phrase) {
    this.phrase = phrase;
  }

  /// What the image stands on there.
  public String phrase() {
    return phrase;
  }
}
