package dev.plimsoll.facts;

import dev.plimsoll.reference.Reference;

/// Why something about an image is not known: the cause, which decides what is done about it,
/// and one sentence for the person who must act.
public record Unknown(Cause cause, String detail) {

  /// The causes that a policy can tell apart; `field` is a cause's name in `whenUndetermined`.
  public enum Cause {
    /// The image is being read and was not finished before the answer was due.
    SCAN_PENDING("scanPending"),
    /// The registry cannot be reached, is overloaded or asks to be left alone.
    UNREACHABLE("unreachable"),
    /// The registry wants credentials that are not there, or refuses those that are.
    UNAUTHORIZED("unauthorized"),
    /// There is no such image.
    NOT_FOUND("notFound"),
    /// What the registry holds is damaged, hostile, too large to read, or no image; or what was
    /// asked for is no name.
    UNREADABLE("unreadable"),
    /// The image was read, but does not say what the rule asks.
    NOT_STATED("notStated");

    private final String field;

    Cause(String field) {
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /// What is not known of an image as long as its files are being read.
  public static Unknown beingRead(Reference image) {
    return new Unknown(
        Cause.SCAN_PENDING,
        "the files of %s are still being read; try again in a moment".formatted(image));
  }
}
