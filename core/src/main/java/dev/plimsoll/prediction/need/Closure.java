package dev.plimsoll.prediction.need;

import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.Relations.Need;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Packages of an operating system with all that they depend on, as their databases say.
///
/// Follows what must be there before a package is installed or works, also under names that others
/// provide; not what is only recommended. `unmet` are needs that no installed package meets.
public record Closure(SortedSet<PackageName> packages, SortedSet<String> unmet) {
  public Closure {
    packages = Collections.unmodifiableSortedSet(new TreeSet<>(packages));
    unmet = Collections.unmodifiableSortedSet(new TreeSet<>(unmet));
  }

  public static Closure of(Installed installed, Collection<PackageName> roots) {
    return of(installed, roots, _ -> true);
  }

  /// The closure that leaves out, and does not look behind, packages that are not `allowed`.
  public static Closure of(
      Installed installed, Collection<PackageName> roots, Predicate<PackageName> allowed) {
    SortedSet<PackageName> reached = new TreeSet<>();
    SortedSet<String> unmet = new TreeSet<>();
    Deque<PackageName> open = new ArrayDeque<>();
    roots.stream().filter(installed::has).filter(allowed).forEach(open::add);
    while (!open.isEmpty()) {
      PackageName next = open.remove();
      if (!reached.add(next)) {
        continue;
      }
      for (Need need : installed.needsOf(next)) {
        Optional<PackageName> met = installed.meeting(next.ecosystem(), need);
        met.filter(allowed).ifPresent(open::add);
        if (met.isEmpty() && isOfPackages(need)) {
          unmet.add(need + " of " + next.name());
        }
      }
    }
    return new Closure(reached, unmet);
  }

  /// RPM also needs files, abilities of rpm itself, and packages under conditions.
  private static boolean isOfPackages(Need need) {
    return need.anyOf().stream()
        .noneMatch(
            name -> name.startsWith("/") || name.startsWith("(") || name.startsWith("rpmlib("));
  }
}
