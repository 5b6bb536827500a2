package dev.plimsoll.reference;

/// A name that no registry could serve; the message says what is wrong with it and what would be
/// right.
public final class InvalidReferenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidReferenceException(String message) {
    super(message);
  }
}
