package dev.plimsoll.facts;

/// How files came to be no part of the final tree, and the layer that hid them, counted from 1.
public record Hidden(How how, int layer) {

  /// The ways in which a later layer hides files; their bytes travel with the image all the same.
  public enum How {
    OVERWRITTEN("overwritten"),
    /// Overwritten by a file of the same size and time with another owner or mode: what `chown`
    /// and `chmod` leave behind.
    COPIED_FOR_ATTRIBUTES("copied to change owner or mode"),
    DELETED("deleted"),
    DELETED_WITH_DIRECTORY("deleted with a directory above"),
    OPAQUE("hidden by an opaque directory");

    private final String phrase;

    How(String phrase) {
      this.phrase = phrase;
    }

    /// What happened to the files, as a participle.
    public String phrase() {
      return phrase;
    }
  }
}
