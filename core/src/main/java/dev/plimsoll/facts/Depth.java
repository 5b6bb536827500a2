package dev.plimsoll.facts;

/// How far into an image one must look: its name, its manifest and config, or its files.
public enum Depth {
  REFERENCE,
  CONFIG,
  FILES;

  public boolean isDeeperThan(Depth other) {
    return compareTo(other) > 0;
  }
}
