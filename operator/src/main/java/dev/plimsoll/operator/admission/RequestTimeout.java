package dev.plimsoll.operator.admission;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long an API server waits for an answer, as its request's URL says (`?timeout=5s`).
public final class RequestTimeout {
  /// What a webhook may ask for in its configuration (`timeoutSeconds`).
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Pattern GO_DURATION =
      Pattern.compile("(?:(\\d{1,3})m)?(?:(\\d{1,5})(?:\\.(\\d{1,9}))?s)?(?:(\\d{1,6})ms)?");

  private RequestTimeout() {}

  /// Reads a duration as Go writes it; what is missing or makes no sense counts as `otherwise`.
  public static Duration parse(@Nullable String text, Duration otherwise) {
    Matcher matcher = GO_DURATION.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return otherwise;
    }
    Duration timeout =
        Duration.ofMinutes(number(matcher.group(1)))
            .plusSeconds(number(matcher.group(2)))
            .plusNanos(nanos(matcher.group(3)))
            .plusMillis(number(matcher.group(4)));
    if (timeout.isZero()) {
      return otherwise;
    }
    return timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static long nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "000000000").substring(0, 9));
  }
}
