package dev.plimsoll.rule.parameter;

import dev.plimsoll.image.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A limit as bytes (`20Mi`) or as a share of the whole (`5%`).
public sealed interface Amount {
  /// So many bytes.
  record Size(Bytes bytes) implements Amount {
    @Override
    public String toString() {
      return bytes.toString();
    }
  }

  /// So many hundredths of the whole.
  record Share(int percent) implements Amount {
    @Override
    public String toString() {
      return percent + "%";
    }
  }

  /// Whether a part of a whole is more than this.
  default boolean isExceededBy(Bytes part, Bytes whole) {
    return switch (this) {
      case Size(Bytes bytes) -> part.isMoreThan(bytes);
      case Share(int percent) -> part.count() * 100.0 > (double) whole.count() * percent;
    };
  }

  /// Reads `20Mi` or `5%`.
  static Amount parse(String text) {
    Matcher share = Pattern.compile("(\\d{1,3})%").matcher(text.strip());
    if (share.matches() && Integer.parseInt(share.group(1)) <= 100) {
      return new Share(Integer.parseInt(share.group(1)));
    }
    try {
      return new Size(Bytes.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is neither a size nor a share; write for example 20Mi or 5%", e);
    }
  }
}
