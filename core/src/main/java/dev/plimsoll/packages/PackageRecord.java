package dev.plimsoll.packages;

import dev.plimsoll.image.Bytes;
import java.util.EnumSet;
import java.util.Set;

/// What a database says of one package.
///
/// `version` is written as the ecosystem writes it (with epoch and revision), empty where it is
/// not told, as are `architecture`, `source` (what it was built or fetched from) and `priority`.
/// `size` is what the database says it takes up installed; none where it does not say.
public record PackageRecord(
    PackageName name,
    String version,
    String architecture,
    String source,
    String priority,
    Bytes size,
    Relations relations,
    Set<Trait> traits) {
  public PackageRecord {
    traits = Set.copyOf(traits);
  }

  /// A package of which no more is known than its name and version.
  public static PackageRecord of(Ecosystem ecosystem, String name, String version) {
    PackageName packageName = new PackageName(ecosystem, name);
    return new PackageRecord(
        packageName, version, "", "", "", Bytes.NONE, Relations.NONE, Set.of());
  }

  public PackageRecord needing(Relations needs) {
    return new PackageRecord(name, version, architecture, source, priority, size, needs, traits);
  }

  public PackageRecord from(String origin) {
    return new PackageRecord(
        name, version, architecture, origin, priority, size, relations, traits);
  }

  public PackageRecord with(Trait trait) {
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new PackageRecord(name, version, architecture, source, priority, size, relations, more);
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }
}
