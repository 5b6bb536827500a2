package dev.plimsoll.prediction;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.facts.program.Started;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the largest files of a group tell of the whole group by where they are.
final class Places {
  private static final Pattern TOOL =
      Pattern.compile("(/.+?)/(?:bin|pkg|lib|libexec|jmods|Roslyn)/.+");
  private static final Set<String> SHARED = Set.of("/usr", "/usr/local", "/opt", "/root", "/home");
  private static final Pattern SOURCE =
      Pattern.compile(
          ".+\\.(?:go|rs|c|cc|cpp|cxx|h|hpp|java|kt|scala|swift|zig|hs|cs|mod|sum|toml|lock)"
              + "|.*/(?:Makefile|pom\\.xml|build\\.gradle(?:\\.kts)?)");
  private static final List<String> RECORDS =
      List.of(
          "/var/lib/dpkg/",
          "/var/lib/apt/",
          "/var/cache/",
          "/var/lib/rpm/",
          "/usr/lib/sysimage/rpm/",
          "/lib/apk/db/",
          "/usr/lib/apk/db/");

  private final Set<String> trees = new TreeSet<>();

  private Places() {}

  /// Finds the directories that hold a tool chain which no package of the system owns, unless what
  /// starts is in there too.
  static Places in(FileFacts files) {
    Places places = new Places();
    for (FileGroup group : files.groups()) {
      boolean tool =
          group.fileClass() == FileClass.COMPILER
              && (group.owner() == null || !group.owner().ecosystem().isOperatingSystem());
      if (tool) {
        group.largest().forEach(file -> places.addTreeOf(file.path()));
      }
    }
    files.programs().started().stream()
        .map(Started::path)
        .filter(Objects::nonNull)
        .forEach(path -> places.trees.removeIf(tree -> path.startsWith(tree + "/")));
    return places;
  }

  private void addTreeOf(String path) {
    Matcher place = TOOL.matcher(path);
    if (place.matches() && !SHARED.contains(place.group(1))) {
      trees.add(place.group(1));
    }
  }

  /// Whether the group is part of a tool chain that was copied in as a tree.
  boolean isOfAToolChain(FileGroup group) {
    return !group.largest().isEmpty()
        && group.largest().stream()
            .map(SizedPath::path)
            .allMatch(path -> trees.stream().anyMatch(tree -> path.startsWith(tree + "/")));
  }

  /// Whether the group is text that was compiled.
  static boolean isSource(FileGroup group) {
    return !group.largest().isEmpty()
        && group.largest().stream().map(SizedPath::path).allMatch(SOURCE.asMatchPredicate());
  }

  /// Whether the group is what package managers and their scripts write down.
  static boolean isRecords(FileGroup group) {
    List<String> paths = group.largest().stream().map(SizedPath::path).toList();
    return paths.stream().anyMatch(Places::isRecord)
        && paths.stream().allMatch(path -> isRecord(path) || path.startsWith("/etc/"));
  }

  private static boolean isRecord(String path) {
    return RECORDS.stream().anyMatch(path::startsWith);
  }
}
