package dev.plimsoll.image;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes; shown in binary units (`48.2 MiB`), read from Kubernetes quantities
/// (`150Mi`).
public record Bytes(long count) implements Comparable<Bytes> {
  public static final Bytes NONE = new Bytes(0);

  private static final Pattern QUANTITY =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?");
  private static final Map<String, Long> FACTORS =
      Map.ofEntries(
          Map.entry("Ki", 1L << 10),
          Map.entry("Mi", 1L << 20),
          Map.entry("Gi", 1L << 30),
          Map.entry("Ti", 1L << 40),
          Map.entry("Pi", 1L << 50),
          Map.entry("k", 1_000L),
          Map.entry("M", 1_000_000L),
          Map.entry("G", 1_000_000_000L),
          Map.entry("T", 1_000_000_000_000L),
          Map.entry("P", 1_000_000_000_000_000L));
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  public Bytes {
    if (count < 0) {
      throw new IllegalArgumentException("a number of bytes is not negative: " + count);
    }
  }

  public static Bytes ofMebi(long mebibytes) {
    return new Bytes(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /// Reads a Kubernetes quantity of bytes: digits with an optional fraction and one of the
  /// suffixes Ki Mi Gi Ti Pi k M G T P; a fraction of a byte is rounded up, as Kubernetes does.
  public static Bytes parse(String quantity) {
    Matcher matcher = QUANTITY.matcher(quantity.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + quantity + "\" is not a size; write for example 150Mi, 1.5Gi or 200M");
    }
    String suffix = matcher.group(2);
    BigDecimal factor = BigDecimal.valueOf(suffix == null ? 1 : FACTORS.get(suffix));
    BigDecimal exact = new BigDecimal(matcher.group(1)).multiply(factor);
    try {
      return new Bytes(exact.setScale(0, java.math.RoundingMode.CEILING).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("\"" + quantity + "\" is more bytes than can exist", e);
    }
  }

  public Bytes plus(Bytes other) {
    return new Bytes(Math.addExact(count, other.count));
  }

  /// The difference, or none where `other` is larger.
  public Bytes minus(Bytes other) {
    return new Bytes(Math.max(0, count - other.count));
  }

  public boolean isMoreThan(Bytes other) {
    return count > other.count;
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(count, other.count);
  }

  /// One decimal in the largest binary unit that keeps it at or above one: `48.2 MiB`, `512 B`.
  @Override
  public String toString() {
    if (count < 1024) {
      return count + " B";
    }
    double value = count;
    int unit = -1;
    do {
      value /= 1024;
      unit++;
    } while (value >= 1023.95 && unit < UNITS.length - 1);
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
