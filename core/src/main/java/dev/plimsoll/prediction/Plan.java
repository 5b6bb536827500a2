package dev.plimsoll.prediction;

import dev.plimsoll.packages.PackageName;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How an image is to be fixed: the rung it goes to, and which packages of the operating system
/// it takes along there.
///
/// `base` counts the layers that are the base's. `rebuilt` is whether another base replaces them.
/// `sure`, `likely` and `possible` packages are needed more and more doubtfully. `sibling` has the
/// packages of a base that is known and comes instead, or is null. `unmet` are needs of the likely
/// packages that nothing in the image meets.
record Plan(
    Rung rung,
    int base,
    boolean rebuilt,
    Set<PackageName> sure,
    Set<PackageName> likely,
    Set<PackageName> possible,
    @Nullable Set<PackageName> sibling,
    SortedSet<String> unmet) {
  Plan {
    sure = Set.copyOf(sure);
    likely = Set.copyOf(likely);
    possible = Set.copyOf(possible);
    sibling = sibling == null ? null : Set.copyOf(sibling);
    unmet = Collections.unmodifiableSortedSet(new TreeSet<>(unmet));
  }

  /// What becomes of a package's files.
  Fate fateOf(PackageName name) {
    if (sibling != null && sibling.contains(name)) {
      return Fate.GOES;
    }
    if (sure.contains(name)) {
      return Fate.STAYS;
    }
    if (likely.contains(name)) {
      return Fate.LIKELY_STAYS;
    }
    return possible.contains(name) ? Fate.LIKELY_GOES : Fate.GOES;
  }

  boolean isBase(int layer) {
    return layer <= base;
  }
}
