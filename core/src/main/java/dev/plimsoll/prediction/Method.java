package dev.plimsoll.prediction;

/// How a size was predicted, surest first.
public enum Method {
  /// Nothing goes but files that are known one by one.
  EXACT("from the files that go"),
  /// A slimmer variant of the base was read, and stands in its place.
  SIBLING("on the slimmer base that is known"),
  /// What stays of the base is what its packages say that the application needs.
  CLOSURE("by closure of packages");

  private final String phrase;

  Method(String phrase) {
    this.phrase = phrase;
  }

  /// How, as the end of a sentence.
  public String phrase() {
    return phrase;
  }
}
