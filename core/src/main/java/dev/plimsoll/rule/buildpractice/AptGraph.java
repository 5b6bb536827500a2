package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Relations.Need;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The Debian packages of an image's final tree, and what each of them needs or recommends.
///
/// Every installed alternative of a need counts as needed, as apt's autoremove has it.
final class AptGraph {
  private final Map<String, InstalledPackage> packages = new HashMap<>();
  private final Map<String, Set<String>> providers = new HashMap<>();

  AptGraph(Collection<InstalledPackage> all) {
    for (InstalledPackage each : all) {
      if (each.present() && each.name().ecosystem() == Ecosystem.DPKG) {
        packages.putIfAbsent(each.name().name(), each);
        each.record().relations().provides().forEach(name -> provide(name, each.name().name()));
      }
    }
  }

  Collection<InstalledPackage> packages() {
    return packages.values();
  }

  /// All that these packages need, themselves among it.
  Set<String> neededBy(Collection<String> roots) {
    return reached(roots, false);
  }

  /// What these packages, or what they need, recommend, and all that needs in turn, without what
  /// they need anyway.
  Set<String> onlyRecommendedBy(Collection<String> roots) {
    Set<String> recommended = reached(roots, true);
    recommended.removeAll(neededBy(roots));
    return recommended;
  }

  private Set<String> reached(Collection<String> roots, boolean recommended) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String name = open.remove();
      InstalledPackage next = packages.get(name);
      if (next == null || !reached.add(name)) {
        continue;
      }
      Relations relations = next.record().relations();
      open.addAll(meeting(relations.depends()));
      open.addAll(meeting(relations.preDepends()));
      if (recommended) {
        open.addAll(meeting(relations.recommends()));
      }
    }
    return reached;
  }

  private Set<String> meeting(List<Need> needs) {
    Set<String> names = new HashSet<>();
    for (Need need : needs) {
      for (String name : need.anyOf()) {
        names.add(name);
        names.addAll(providers.getOrDefault(name, Set.of()));
      }
    }
    return names;
  }

  private void provide(String name, String provider) {
    providers.computeIfAbsent(name, _ -> new HashSet<>()).add(provider);
  }
}
