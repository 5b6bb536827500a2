package dev.plimsoll.registry;

import dev.plimsoll.image.SourceException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an answer's status means where it is not the one that was hoped for.
final class Refusals {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

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

  /// The same refusal, with why some logins were not at hand.
  static SourceException remarked(SourceException.Unauthorized refusal, List<String> remarks) {
    return new SourceException.Unauthorized(
        refusal.getMessage() + " (" + String.join("; ", remarks) + ")", refusal);
  }

  /// For a host that failed again and again: it is not asked now.
  static SourceException leftAlone(Task task, Duration since, Duration still) {
    Instant now = Clock.systemUTC().instant();
    return new SourceException.Unavailable(
        task.that(
            "failed several times in a row and is left alone since "
                + TIME.format(now.minus(since))
                + "; it is tried again from "
                + TIME.format(now.plus(still).plusMillis(999))
                + " UTC on"),
        null,
        still);
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
