package dev.plimsoll.facts.program;

/// Names out of files, fit to be shown.
final class Names {
  private static final int LONGEST = 256;

  private Names() {}

  /// Without what would confuse a terminal, and not longer than a name is.
  static String shown(String name) {
    String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    StringBuilder shown = new StringBuilder(cut.length());
    cut.codePoints().forEach(c -> shown.appendCodePoint(isShown(c) ? c : '\ufffd'));
    return shown.toString();
  }

  private static boolean isShown(int c) {
    return c == '\t' || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
  }
}
