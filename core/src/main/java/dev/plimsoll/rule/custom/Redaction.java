package dev.plimsoll.rule.custom;

import dev.plimsoll.facts.secret.SecretText;
import java.util.HashMap;
import java.util.Map;

/// Blots secrets out of what one evaluation looks at, up to a number of characters in all.
///
/// A text that is longer than an expression may look at is left as it is.
final class Redaction {
  private final Map<String, String> done = new HashMap<>();
  private int left = CustomLimits.REDACTED;

  String redacted(String text) {
    if (text.length() > CustomLimits.TEXT) {
      return text;
    }
    String known = done.get(text);
    if (known == null) {
      take(text.length());
      known = SecretText.redacted(text);
      done.put(text, known);
    }
    return known;
  }

  /// The value of a variable, or that it is secret.
  String redacted(String name, String value) {
    if (value.length() > CustomLimits.TEXT) {
      return value;
    }
    take(value.length());
    return SecretText.inVariable(name, value).isEmpty() ? value : "(redacted)";
  }

  private void take(int characters) {
    left -= characters;
    if (left < 0) {
      throw new Spent(
          "it looks at more than %d characters of labels and the like"
              .formatted(CustomLimits.REDACTED));
    }
  }
}
