package dev.plimsoll.prediction.need;

import dev.plimsoll.packages.PackageName;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The packages of an operating system that something needs, and what of that could not be told.
///
/// `application` is what runs: interpreters and libraries. `wanted` was installed on top by name.
/// `doubtful` may be needed or not. `system` is what any slim base has. `unresolved` are the
/// libraries that programs ask for and nothing is known to bring; `optional` those that only
/// modules ask for which applications rarely use.
public record Roots(
    Set<PackageName> application,
    Set<PackageName> wanted,
    Set<PackageName> doubtful,
    Set<PackageName> system,
    SortedSet<String> unresolved,
    SortedSet<String> optional) {
  public Roots {
    application = Set.copyOf(application);
    wanted = Set.copyOf(wanted);
    doubtful = Set.copyOf(doubtful);
    system = Set.copyOf(system);
    unresolved = Collections.unmodifiableSortedSet(new TreeSet<>(unresolved));
    optional = Collections.unmodifiableSortedSet(new TreeSet<>(optional));
  }

  /// What surely runs.
  public Set<PackageName> sure() {
    return application;
  }

  /// What runs, and what was asked for.
  public Set<PackageName> likely() {
    return both(application, wanted);
  }

  /// All that may be needed.
  public Set<PackageName> possible() {
    return both(likely(), doubtful);
  }

  public static Set<PackageName> both(Set<PackageName> one, Set<PackageName> other) {
    Set<PackageName> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }
}
