package dev.plimsoll.prediction.need;

import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations.Need;
import dev.plimsoll.packages.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The packages of an operating system that an image's final tree has: what each needs, and by
/// which names it can be asked for.
public final class Installed {
  private final Map<PackageName, InstalledPackage> packages = new TreeMap<>();
  private final Map<PackageName, SortedSet<PackageName>> providers = new HashMap<>();
  private final Set<PackageName> replaced = new HashSet<>();
  private final Set<PackageName> needed = new HashSet<>();

  private Installed() {}

  public static Installed in(FileFacts files) {
    Installed installed = new Installed();
    for (InstalledPackage each : files.packages()) {
      if (!each.name().ecosystem().isOperatingSystem()) {
        continue;
      }
      if (each.present()) {
        installed.packages.merge(each.name(), each, Installed::sooner);
      } else if (each.replacedBy() != null) {
        installed.replaced.add(each.name());
      }
    }
    for (InstalledPackage each : installed.packages.values()) {
      for (String provided : each.record().relations().provides()) {
        installed
            .providers
            .computeIfAbsent(
                new PackageName(each.name().ecosystem(), provided), _ -> new TreeSet<>())
            .add(each.name());
      }
    }
    installed.packages.values().forEach(each -> installed.noteNeedsOf(each));
    return installed;
  }

  private void noteNeedsOf(InstalledPackage each) {
    for (Need need : needs(each.record())) {
      meeting(each.name().ecosystem(), need)
          .filter(name -> !name.equals(each.name()))
          .ifPresent(needed::add);
    }
  }

  /// The same package for two architectures counts as it came first.
  private static InstalledPackage sooner(InstalledPackage one, InstalledPackage other) {
    return one.layer() <= other.layer() ? one : other;
  }

  public Set<PackageName> names() {
    return packages.keySet();
  }

  public boolean isEmpty() {
    return packages.isEmpty();
  }

  public boolean has(PackageName name) {
    return packages.containsKey(name);
  }

  /// The package of this name in whatever ecosystem the image has.
  public Optional<PackageName> named(String name) {
    return packages.keySet().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  public boolean is(PackageName name, Trait trait) {
    InstalledPackage known = packages.get(name);
    return known != null && known.is(trait);
  }

  /// What dpkg calls a package that every system must have.
  public boolean isRequired(PackageName name) {
    InstalledPackage known = packages.get(name);
    return known != null
        && (known.is(Trait.ESSENTIAL) || known.record().priority().equals("required"));
  }

  /// The layer that brought a package; where a later one replaced it by another version, this one
  /// did not bring it.
  public int layerOf(PackageName name) {
    InstalledPackage known = packages.get(name);
    return known == null ? 0 : known.layer();
  }

  /// Whether an earlier version of the package was there before.
  public boolean wasReplaced(PackageName name) {
    return replaced.contains(name);
  }

  /// Whether somebody asked for the package by name: its mark tells, or where packages have no
  /// marks, that no other package needs it.
  public boolean isWanted(PackageName name) {
    if (is(name, Trait.MANUAL)) {
      return true;
    }
    return !is(name, Trait.AUTOMATIC) && !needed.contains(name);
  }

  public List<Need> needsOf(PackageName name) {
    InstalledPackage known = packages.get(name);
    return known == null ? List.of() : needs(known.record());
  }

  private static List<Need> needs(PackageRecord record) {
    List<Need> needs = new ArrayList<>(record.relations().preDepends());
    needs.addAll(record.relations().depends());
    return needs;
  }

  /// The package that meets a need: the first of its names that is there, as itself or under a
  /// name that a package provides.
  public Optional<PackageName> meeting(Ecosystem ecosystem, Need need) {
    for (String one : need.anyOf()) {
      Optional<PackageName> found = providing(new PackageName(ecosystem, one));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// The package that is called so, or the first that provides the name.
  public Optional<PackageName> providing(PackageName wanted) {
    if (packages.containsKey(wanted)) {
      return Optional.of(wanted);
    }
    SortedSet<PackageName> offered = providers.get(wanted);
    return offered == null ? Optional.empty() : Optional.of(offered.getFirst());
  }
}
