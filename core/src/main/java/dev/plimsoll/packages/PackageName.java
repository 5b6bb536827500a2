package dev.plimsoll.packages;

import java.util.Comparator;

/// What a package is called in its ecosystem. Maven's are `group:artifact`, or the bare artifact
/// where nothing tells the group; Python's are as the package writes itself.
public record PackageName(Ecosystem ecosystem, String name) implements Comparable<PackageName> {
  private static final Comparator<PackageName> ORDER =
      Comparator.comparing(PackageName::ecosystem).thenComparing(PackageName::name);

  @Override
  public int compareTo(PackageName other) {
    return ORDER.compare(this, other);
  }

  /// The name alone for a package of an operating system, else with what it is.
  @Override
  public String toString() {
    return ecosystem.isOperatingSystem() ? name : name + " (" + ecosystem.singular() + ")";
  }
}
