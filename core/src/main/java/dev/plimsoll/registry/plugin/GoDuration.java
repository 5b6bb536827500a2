package dev.plimsoll.registry.plugin;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as Kubernetes writes them in JSON: `12h`, `1h30m`, `0s`, `250ms`.
final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ns|us|ms|h|m|s))+");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|h|m|s)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final Duration LONGEST = Duration.ofDays(365);

  private GoDuration() {}

  /// Reads a time, cut to a year; throws an `IllegalArgumentException` where it is none.
  static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.length() > 100 || !WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "it has a duration that is none; write for example 12h, 30m or 1h30m");
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 1L));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    BigDecimal most = BigDecimal.valueOf(LONGEST.toNanos());
    return Duration.ofNanos(nanos.min(most).longValue());
  }
}
