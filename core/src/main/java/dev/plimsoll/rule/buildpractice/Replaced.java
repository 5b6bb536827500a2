package dev.plimsoll.rule.buildpractice;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import java.util.Collection;
import java.util.Set;

/// What a layer hides of the packages that it replaces.
final class Replaced {
  private Replaced() {}

  /// The files of lower layers that belong to these packages and that this layer hides.
  static Set<FileGroup> filesOf(Collection<InstalledPackage> packages, int layer, Facts facts) {
    Set<PackageName> names =
        packages.stream().map(InstalledPackage::name).collect(toUnmodifiableSet());
    return facts.files().orElseThrow().groups().stream()
        .filter(group -> group.hidden() != null && group.hidden().layer() == layer)
        .filter(group -> group.owner() != null && names.contains(group.owner()))
        .filter(group -> !group.disk().equals(Bytes.NONE))
        .collect(toUnmodifiableSet());
  }
}
