package dev.plimsoll.e2e.vulnerabilities;

/// That no database has answered, or not for all: nothing is known of what is shipped.
final class NoDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoDatabaseException(String reason) {
    super(reason);
  }
}
