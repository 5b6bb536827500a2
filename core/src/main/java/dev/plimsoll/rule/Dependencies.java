package dev.plimsoll.rule;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Trait;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which packages of an image's operating system need which, as its databases say; under names
/// that others provide, too.
public final class Dependencies {
  private final Map<PackageName, InstalledPackage> installed = new HashMap<>();
  private final Map<PackageName, Set<PackageName>> providers = new HashMap<>();

  private Dependencies() {}

  public static Dependencies in(FileFacts files) {
    Dependencies dependencies = new Dependencies();
    files.packages().stream()
        .filter(InstalledPackage::present)
        .filter(one -> one.name().ecosystem().isOperatingSystem())
        .forEach(dependencies::add);
    return dependencies;
  }

  private void add(InstalledPackage one) {
    Ecosystem ecosystem = one.name().ecosystem();
    installed.put(one.name(), one);
    Stream.concat(Stream.of(one.name().name()), one.record().relations().provides().stream())
        .map(name -> new PackageName(ecosystem, name))
        .forEach(name -> providers.computeIfAbsent(name, _ -> new HashSet<>()).add(one.name()));
  }

  /// All packages that are there.
  public Set<PackageName> all() {
    return Set.copyOf(installed.keySet());
  }

  /// Those that somebody asked for by name; none where nothing tells that of any.
  public Set<PackageName> manual() {
    return installed.values().stream()
        .filter(one -> one.is(Trait.MANUAL))
        .map(InstalledPackage::name)
        .collect(toUnmodifiableSet());
  }

  /// These with all that they need, and what that needs.
  public Set<PackageName> reachedFrom(Collection<PackageName> roots) {
    Set<PackageName> reached = new HashSet<>();
    Deque<PackageName> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      PackageName next = open.remove();
      if (installed.containsKey(next) && reached.add(next)) {
        open.addAll(neededBy(next));
      }
    }
    return reached;
  }

  /// The packages that meet what one needs, whichever of several there are.
  public Set<PackageName> neededBy(PackageName name) {
    InstalledPackage one = installed.get(name);
    return one == null
        ? Set.of()
        : asked(one)
            .flatMap(each -> providers.getOrDefault(each, Set.of()).stream())
            .collect(toUnmodifiableSet());
  }

  /// Whether a package that is none of these needs one of these.
  public boolean isNeededByOthers(Predicate<PackageName> these) {
    Set<PackageName> names =
        providers.entrySet().stream()
            .filter(provided -> provided.getValue().stream().anyMatch(these))
            .map(Map.Entry::getKey)
            .collect(toUnmodifiableSet());
    return !names.isEmpty()
        && installed.values().stream()
            .filter(other -> asked(other).anyMatch(names::contains))
            .anyMatch(other -> !these.test(other.name()));
  }

  /// The names under which a package asks for others.
  private static Stream<PackageName> asked(InstalledPackage one) {
    Relations relations = one.record().relations();
    return Stream.concat(relations.preDepends().stream(), relations.depends().stream())
        .flatMap(need -> need.anyOf().stream())
        .map(name -> new PackageName(one.name().ecosystem(), name));
  }
}
