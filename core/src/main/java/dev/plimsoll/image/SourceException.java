package dev.plimsoll.image;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why an image could not be read: what was being done in the user's words, for which reference,
/// and what to do about it.
///
/// Never carries a body, a credential or a URL's query. It is an `IOException` so that a stream
/// of layer bytes can end in it.
public abstract sealed class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  private SourceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Whether the same call may succeed a little later: all that a retry asks.
  public boolean temporary() {
    return switch (this) {
      case RateLimited _ -> true;
      case Unavailable unavailable -> !unavailable.lasting;
      case NotFound _, Unauthorized _, Malformed _, DigestMismatch _, TooLarge _ -> false;
    };
  }

  /// How long the registry asked to be left alone, where it said so.
  public Optional<Duration> retryAfter() {
    return switch (this) {
      case RateLimited limited -> Optional.ofNullable(limited.wait);
      case Unavailable unavailable -> Optional.ofNullable(unavailable.wait);
      case NotFound _, Unauthorized _, Malformed _, DigestMismatch _, TooLarge _ ->
          Optional.empty();
    };
  }

  /// No such repository, tag, manifest or blob.
  public static final class NotFound extends SourceException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      this(message, null);
    }

    public NotFound(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The registry wants credentials that were not given, or refuses those that were.
  public static final class Unauthorized extends SourceException {
    private static final long serialVersionUID = 1L;

    public Unauthorized(String message) {
      this(message, null);
    }

    public Unauthorized(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// The registry asks to be left alone for a while (429).
  public static final class RateLimited extends SourceException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration wait;

    public RateLimited(String message) {
      this(message, null, null);
    }

    public RateLimited(String message, @Nullable Throwable cause) {
      this(message, cause, null);
    }

    public RateLimited(String message, @Nullable Throwable cause, @Nullable Duration wait) {
      super(message, cause);
      this.wait = wait;
    }
  }

  /// The registry cannot be reached, does not answer in time, or answers with a fault of its own
  /// (5xx).
  public static final class Unavailable extends SourceException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration wait;
    private final boolean lasting;

    public Unavailable(String message) {
      this(message, null, null);
    }

    public Unavailable(String message, @Nullable Throwable cause) {
      this(message, cause, null);
    }

    public Unavailable(String message, @Nullable Throwable cause, @Nullable Duration wait) {
      this(message, cause, wait, false);
    }

    private Unavailable(
        String message, @Nullable Throwable cause, @Nullable Duration wait, boolean lasting) {
      super(message, cause);
      this.wait = wait;
      this.lasting = lasting;
    }

    /// Out of reach until someone configures it: asking again does not help.
    public static Unavailable lasting(String message) {
      return new Unavailable(message, null, null, true);
    }
  }

  /// What came is not what the specification says: no JSON, no tar, no known compression or
  /// media type.
  public static final class Malformed extends SourceException {
    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
      this(message, null);
    }

    public Malformed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What came is not what its digest names.
  public static final class DigestMismatch extends SourceException {
    private static final long serialVersionUID = 1L;

    public DigestMismatch(String message) {
      this(message, null);
    }

    public DigestMismatch(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// What came, or what it says of itself, is beyond the limits set for reading.
  public static final class TooLarge extends SourceException {
    private static final long serialVersionUID = 1L;

    public TooLarge(String message) {
      this(message, null);
    }

    public TooLarge(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
