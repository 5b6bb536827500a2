package dev.plimsoll.rule.buildpractice;

import dev.plimsoll.facts.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A command of a system's package manager in a RUN: what it does, and to which packages.
record PackageCommand(Installer manager, Act act, List<String> words, List<String> packages) {
  PackageCommand {
    words = List.copyOf(words);
    packages = List.copyOf(packages);
  }

  private static final Map<String, Installer> PROGRAMS = new HashMap<>();
  private static final Map<String, Act> VERBS = new HashMap<>();

  static {
    named(PROGRAMS, Installer.APT, "apt-get apt aptitude");
    named(PROGRAMS, Installer.APK, "apk");
    named(PROGRAMS, Installer.DNF, "dnf dnf5 yum microdnf tdnf");
    named(PROGRAMS, Installer.ZYPPER, "zypper");
    named(VERBS, Act.UPDATE, "update makecache refresh ref");
    named(
        VERBS, Act.INSTALL, "install reinstall build-dep satisfy add in groupinstall localinstall");
    named(
        VERBS,
        Act.UPGRADE,
        "upgrade dist-upgrade full-upgrade safe-upgrade distro-sync upgrade-minimal update-minimal"
            + " up dup patch");
  }

  /// Package managers of systems.
  enum Installer {
    APT,
    APK,
    DNF,
    ZYPPER;

    /// Options whose value is the next word.
    private Set<String> valued() {
      return switch (this) {
        case APT -> Set.of("-o", "-t", "-c", "-a");
        case APK -> Set.of("-X", "--repository", "-t", "--virtual", "-p", "--root");
        case DNF -> Set.of("-x", "-c", "-d", "-e");
        case ZYPPER -> Set.of("-R", "--root", "-r", "--repo");
      };
    }

    /// What a verb means; `update` to dnf and zypper is what others call an upgrade.
    private Act actOf(String verb) {
      boolean upgrades = this == DNF || this == ZYPPER;
      return upgrades && verb.equals("update") ? Act.UPGRADE : VERBS.getOrDefault(verb, Act.OTHER);
    }
  }

  /// What a command does.
  enum Act {
    /// Fetches the lists of what there is.
    UPDATE,
    INSTALL,
    /// Brings everything to its newest version.
    UPGRADE,
    OTHER
  }

  /// The commands of package managers that made a layer, in their order.
  static List<PackageCommand> in(Layer layer) {
    List<PackageCommand> found = new ArrayList<>();
    if (layer.instruction() != null) {
      for (List<String> words : layer.instruction().commands()) {
        String program = words.getFirst();
        String name = program.substring(program.lastIndexOf('/') + 1);
        Installer manager = PROGRAMS.get(name);
        if (manager != null) {
          found.add(of(manager, words));
        }
      }
    }
    return found;
  }

  boolean is(Act what) {
    return act == what;
  }

  /// The program and its verb.
  String name() {
    return words.getFirst() + " " + bare(manager, words).stream().findFirst().orElse("");
  }

  private static PackageCommand of(Installer manager, List<String> words) {
    List<String> bare = bare(manager, words);
    return bare.isEmpty()
        ? new PackageCommand(manager, Act.OTHER, words, List.of())
        : new PackageCommand(
            manager, manager.actOf(bare.getFirst()), words, bare.subList(1, bare.size()));
  }

  /// The words behind the program that are no options.
  private static List<String> bare(Installer manager, List<String> words) {
    List<String> bare = new ArrayList<>();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (manager.valued().contains(word)) {
        i++;
      } else if (!word.startsWith("-")) {
        bare.add(word);
      }
    }
    return bare;
  }

  private static <T> void named(Map<String, T> map, T meaning, String names) {
    for (String name : names.split(" ", -1)) {
      map.put(name, meaning);
    }
  }
}
