package dev.plimsoll.rule.custom;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Ports as an image's config writes them: a number, and a protocol unless it is TCP.
final class Ports {
  private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:/([A-Za-z]{1,8}))?");

  private Ports() {}

  /// The number, or null where it is written in no such way.
  static @Nullable Object number(String port) {
    Matcher written = PORT.matcher(port);
    return written.matches() ? Long.parseLong(written.group(1)) : null;
  }

  static @Nullable Object protocol(String port) {
    Matcher written = PORT.matcher(port);
    if (!written.matches()) {
      return null;
    }
    return written.group(2) == null ? "tcp" : written.group(2).toLowerCase(Locale.ROOT);
  }
}
