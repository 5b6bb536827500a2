package dev.plimsoll.packages;

import org.jspecify.annotations.Nullable;

/// A package that layers of an image install, keep or remove, in one version.
///
/// `record` is what the newest database that knows it says. `location` is the database, or the
/// directory it is installed in where each package is recorded for itself. `layer` brought this
/// version; `removedIn` is the layer that took it away again, or 0 where it is there in the end;
/// layers are counted from 1. `replacedBy` is the version that took its place, or null.
/// `suppliedBy` is the package of the operating system that brought this one, or null.
public record InstalledPackage(
    PackageRecord record,
    String location,
    int layer,
    int removedIn,
    @Nullable String replacedBy,
    @Nullable PackageName suppliedBy) {

  public PackageName name() {
    return record.name();
  }

  public String version() {
    return record.version();
  }

  /// Whether it is there when the image runs.
  public boolean present() {
    return removedIn == 0;
  }

  public boolean is(Trait trait) {
    return record.is(trait);
  }
}
