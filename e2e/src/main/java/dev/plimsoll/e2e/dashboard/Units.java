package dev.plimsoll.e2e.dashboard;

import java.util.Locale;

/// How numbers are written in Grafana's units.
final class Units {
  private static final long DAY = 86_400;

  private Units() {}

  static String text(double value, String unit) {
    return switch (unit) {
      case "bytes" -> bytes(value);
      case "s" -> seconds(value);
      case "percentunit" -> number(value * 100) + " %";
      case "reqps", "ops" -> number(value) + "/s";
      default -> number(value);
    };
  }

  private static String bytes(double value) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double left = value;
    int unit = 0;
    while (left >= 1024 && unit < units.length - 1) {
      left /= 1024;
      unit++;
    }
    return number(left) + " " + units[unit];
  }

  private static String seconds(double value) {
    if (value >= 2 * DAY) {
      return number(value / DAY) + " d";
    }
    return value < 1 ? number(value * 1000) + " ms" : number(value) + " s";
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
