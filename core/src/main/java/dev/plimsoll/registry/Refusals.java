package dev.plimsoll.registry;

import dev.plimsoll.image.SourceException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// What an answer's status means where it is not the one that was hoped for.
final class Refusals {
  private Refusals() {}

  static SourceException of(Transport.Answer answer, Task task) {
    int status = answer.status();
    return switch (status) {
      case 401 ->
          new SourceException.Unauthorized(
              task.that(
                  "wants other credentials than it was given, or there is no such repository;"
                      + " check both"));
      case 403 ->
          new SourceException.Unauthorized(
              task.that("does not allow it (403); check the credentials' rights"));
      case 404, 410 ->
          new SourceException.NotFound(task.that("has no such image; check its name and tag"));
      case 429 ->
          new SourceException.RateLimited(
              task.that("asks to be left alone for a while (429); log in to it, or wait"),
              null,
              retryAfter(answer));
      default ->
          status >= 500 || status == 408
              ? new SourceException.Unavailable(
                  task.that("has a fault of its own (" + status + "); look into its log"),
                  null,
                  retryAfter(answer))
              : new SourceException.Malformed(
                  task.that("answers with the unexpected status " + status));
    };
  }

  /// Seconds, or a date (RFC 9110 §10.2.3); what is neither counts for nothing.
  private static @Nullable Duration retryAfter(Transport.Answer answer) {
    String value = answer.header("Retry-After").orElse("").strip();
    if (value.matches("\\d{1,7}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(Clock.systemUTC().instant(), date);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException _) {
      return null;
    }
  }
}
