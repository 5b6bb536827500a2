package dev.plimsoll.prediction.need;

/// What becomes of a file group when the image is fixed, and how surely.
public enum Fate {
  STAYS,
  LIKELY_STAYS,
  LIKELY_GOES,
  GOES;

  /// Whether it is no part of the likely image.
  public boolean goes() {
    return this == LIKELY_GOES || this == GOES;
  }
}
