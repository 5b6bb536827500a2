package dev.plimsoll.cli.report;

/// How text is laid out for people: how wide, and whether in colours.
public record Style(int width, boolean colours) {
  private static final String RESET = "\u001b[0m";

  /// As for a file: 100 columns, no colours.
  public static final Style PLAIN = new Style(100, false);

  public Style {
    width = Math.clamp(width, 60, 200);
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
