package dev.plimsoll.packages;

/// What a package is called in its ecosystem. Maven's are `group:artifact`, or the bare artifact
/// where nothing tells the group; Python's are as the package writes itself.
public record PackageName(Ecosystem ecosystem, String name) implements Comparable<PackageName> {

  @Override
  public int compareTo(PackageName other) {
    int byEcosystem = ecosystem.compareTo(other.ecosystem);
    return byEcosystem == 0 ? name.compareTo(other.name) : byEcosystem;
  }

  /// The name alone differs in one image.
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /// The name alone for a package of an operating system, else with what it is.
  @Override
  public String toString() {
    return ecosystem.isOperatingSystem() ? name : name + " (" + ecosystem.singular() + ")";
  }
}
