package dev.plimsoll.facts.secret;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells values that stand where a secret belongs from secrets.
final class Placeholders {
  private static final int FEWEST_CHARACTERS = 4;

  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwd",
          "pass",
          "secret",
          "token",
          "changeme",
          "change-me",
          "change_me",
          "changeit",
          "none",
          "null",
          "nil",
          "true",
          "false",
          "yes",
          "no",
          "undefined",
          "default",
          "test",
          "testing",
          "todo",
          "tbd",
          "empty",
          "unset",
          "username",
          "user",
          "admin",
          "root",
          "postgres",
          "mysql",
          "redis",
          "guest",
          "string",
          "value",
          "key",
          "required",
          "optional",
          "disabled",
          "enabled");

  private static final Pattern TELLING =
      Pattern.compile(
          "example|placeholder|changeme|change[-_]me|replace[-_]?(?:me|this|with)|insert[-_]"
              + "|your[-_ ]|[-_]here\\b|dummy|\\bfake\\b|redacted|sample|xxxx|\\*\\*\\*|\\.\\.\\."
              + "|123456789|not[-_]a[-_]?(?:real[-_]?)?secret|\\btodo\\b|build[-_]?time");

  /// Something that stands for a value: a variable, a command, a template, a file.
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$.*|<.*>|%.*%|\\{\\{.*|\\[.*\\]|`.*|@.*@|/[\\w./-]*|file:.*|\\.{0,2}/[\\w./-]*"
              + "|process\\.env.*|os\\.environ.*|getenv.*|vault:.*|secretKeyRef.*"
              + "|-?\\d{1,5}(?:\\.\\d+)?|arn:.*");

  private Placeholders() {}

  /// Whether a value is only there so that something is.
  static boolean contain(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return value.length() < FEWEST_CHARACTERS
        || WORDS.contains(lower)
        || TELLING.matcher(lower).find()
        || REFERENCE.matcher(value).matches()
        || value.chars().distinct().count() < FEWEST_CHARACTERS;
  }

  /// Whether what follows a token's prefix was made up by hand: few characters, again and again,
  /// or in their order.
  static boolean isMadeUp(String rest) {
    String lower = rest.toLowerCase(Locale.ROOT);
    return lower.contains("example")
        || lower.contains("xxxxx")
        || lower.contains("0123456789")
        || lower.contains("1234567890")
        || lower.contains("abcdefghij")
        || lower.contains("placeholder")
        || rest.chars().distinct().count() < Math.min(8, rest.length() / 2);
  }
}
