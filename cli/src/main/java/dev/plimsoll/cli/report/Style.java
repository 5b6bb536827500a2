package dev.plimsoll.cli.report;

import java.util.regex.Pattern;

/// How text is laid out for people: how wide, and whether in colours.
public record Style(int width, boolean colours) {
  /// What shows nothing and does something: control characters, also those above ASCII, and what
  /// breaks a line or turns the direction of writing round; within brackets of a pattern.
  static final String UNSEEN =
      "\\p{Cntrl}\\x{80}-\\x{9f}\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}";

  private static final Pattern STEERING =
      Pattern.compile("(?!\u001b\\[(?:0|1|2|32|33|1;31)m)[%s&&[^\n]]".formatted(UNSEEN));
  private static final String RESET = "\u001b[0m";

  /// As for a file: 100 columns, no colours.
  public static final Style PLAIN = new Style(100, false);

  public Style {
    width = Math.clamp(width, 60, 200);
  }

  /// The text without control characters but line feeds and our own colours: what an image's
  /// history or a registry says must not steer the terminal it is shown on.
  public static String safe(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }

  /// The same of what belongs on one line.
  static String line(String text) {
    return safe(text).replace('\n', '?');
  }

  String bold(String text) {
    return in("1", text);
  }

  String faint(String text) {
    return in("2", text);
  }

  String good(String text) {
    return in("32", text);
  }

  String bad(String text) {
    return in("1;31", text);
  }

  String doubtful(String text) {
    return in("33", text);
  }

  private String in(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
