package dev.plimsoll.prediction;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.PackageName;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/// What an image will weigh once it is fixed, how that is known, and what goes.
///
/// `assumed` are sentences: what was taken for granted, and what could not be told. `removed` is
/// what of the image goes; files of a slimmer base that come instead are in the sizes alone.
/// `removedPackages` are those that no longer come with the image.
public record Prediction(
    Rung rung,
    Method method,
    Range pull,
    Range disk,
    RemovalSet removed,
    SortedSet<PackageName> removedPackages,
    List<String> assumed) {
  public Prediction {
    removedPackages = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(removedPackages));
    assumed = List.copyOf(assumed);
  }

  /// `about 61 MiB to pull after the fixes (52 to 70, by closure of packages)`.
  public String sentence() {
    String unit = unit(pull.likely());
    String likely = in(unit, pull.likely());
    String low = in(unit, pull.low());
    String high = in(unit, pull.high());
    String range = low.equals(high) ? "" : low + " to " + high + ", ";
    return "about %s %s to pull after the fixes (%s%s)"
        .formatted(likely, unit, range, method.phrase());
  }

  private static String unit(Bytes bytes) {
    if (bytes.count() >= 10L << 30) {
      return "GiB";
    }
    return bytes.count() >= 1L << 20 ? "MiB" : "KiB";
  }

  /// A number in a unit, with a decimal where it is below ten.
  private static String in(String unit, Bytes bytes) {
    int shift =
        switch (unit) {
          case "GiB" -> 30;
          case "MiB" -> 20;
          default -> 10;
        };
    double value = (double) bytes.count() / (1L << shift);
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
  }
}
