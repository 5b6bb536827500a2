package dev.plimsoll.e2e.parts.process;

import org.jspecify.annotations.Nullable;

/// A part that could not be found, started or kept running; the message says what to do about it.
public final class PartsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PartsException(String message) {
    this(message, null);
  }

  public PartsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
