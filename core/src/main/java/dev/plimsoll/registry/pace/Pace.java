package dev.plimsoll.registry.pace;

/// How often one host is asked at most: so many requests a second in the long run, and so many
/// at once after a rest.
public record Pace(double perSecond, int burst) {
  public static final Pace DEFAULT = new Pace(100, 200);

  public Pace {
    if (!(perSecond > 0) || perSecond > 1_000_000 || burst < 1) {
      throw new IllegalArgumentException(
          "a host is asked more than 0 and at most 1000000 times a second, in bursts of at least"
              + " 1, not %s in bursts of %d".formatted(perSecond, burst));
    }
  }
}
