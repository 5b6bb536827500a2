package dev.plimsoll.cli.policy;

/// A file whose policies cannot be judged by; the message has a sentence with file and line for
/// each fault, each on a line of its own.
public final class UnreadablePolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadablePolicyException(String faults) {
    super(faults);
  }
}
