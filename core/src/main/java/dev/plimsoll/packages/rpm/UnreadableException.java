package dev.plimsoll.packages.rpm;

/// A package database that is damaged or of a form that is not understood; the message is a
/// clause.
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableException(String clause) {
    super(clause);
  }
}
