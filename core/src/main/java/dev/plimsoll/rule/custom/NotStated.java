package dev.plimsoll.rule.custom;

/// An expression reads a field that nobody says.
final class NotStated extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotStated(String type, String field) {
    super("the field " + field + " of " + type + " is not stated", null, false, false);
  }
}
