package dev.plimsoll.e2e.parts.node;

/// Why an image could not be pulled: the reason and message of a waiting container.
final class PullFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  PullFailure(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
