package dev.plimsoll.prediction.need;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.Removable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What packages of an operating system are there for, by what they own and what they are called.
public final class Work {

  /// The kinds of work.
  public enum Kind {
    /// To build: compilers, headers, build systems, version control, debug symbols.
    BUILDING,
    /// To be used by people, or by a build that fetches: shells of databases, network tools,
    /// package managers of languages.
    PEOPLE,
    /// To run.
    RUNNING
  }

  private static final Set<FileClass> ALWAYS_BUILDING =
      EnumSet.of(FileClass.COMPILER, FileClass.VERSION_CONTROL);
  private static final Set<FileClass> BUILDING =
      EnumSet.of(
          FileClass.BUILD_SYSTEM,
          FileClass.LANGUAGE_BUILD_TOOL,
          FileClass.JDK,
          FileClass.HEADER,
          FileClass.BUILD_LEFTOVER);

  /// Less of something does not make a package that thing.
  private static final double SOME = 0.1;

  private static final long FEW_BYTES = 128 << 10;

  private static final Set<String> BUILDING_ENDINGS =
      Set.of("-dev", "-devel", "-headers", "-dbg", "-dbgsym", "-debuginfo", "-doc", "-src");
  private static final Set<String> PEOPLES =
      Set.of(
          "postgresql-client",
          "default-mysql-client",
          "mysql-client",
          "mariadb-client",
          "redis-tools",
          "sqlite3",
          "sqlite",
          "less",
          "man-db",
          "tree",
          "zip",
          "unzip",
          "lsof");

  private final Installed installed;
  private final Map<PackageName, Map<FileClass, Long>> bytes = new HashMap<>();

  private Work(Installed installed) {
    this.installed = installed;
  }

  public static Work in(FileFacts files, Installed installed) {
    Work work = new Work(installed);
    for (FileGroup group : files.groups()) {
      if (group.owner() != null && group.present()) {
        work.bytes
            .computeIfAbsent(group.owner(), _ -> new EnumMap<>(FileClass.class))
            .merge(group.fileClass(), group.disk().count(), Long::sum);
      }
    }
    return work;
  }

  public Kind of(PackageName name) {
    Kind own = ownKind(name);
    if (own == Kind.RUNNING && total(name) < FEW_BYTES) {
      return installed.needsOf(name).stream()
          .flatMap(need -> installed.meeting(name.ecosystem(), need).stream())
          .map(this::ownKind)
          .min(Enum::compareTo)
          .orElse(own);
    }
    return own;
  }

  /// Whether the package brings files of a class.
  public boolean brings(PackageName name, FileClass fileClass) {
    return bytes.getOrDefault(name, Map.of()).containsKey(fileClass);
  }

  private Kind ownKind(PackageName name) {
    String text = name.name();
    if (text.startsWith(".") || BUILDING_ENDINGS.stream().anyMatch(text::endsWith)) {
      return Kind.BUILDING;
    }
    if (ALWAYS_BUILDING.stream().anyMatch(each -> brings(name, each))
        || BUILDING.stream().anyMatch(each -> share(name, each) >= SOME)) {
      return Kind.BUILDING;
    }
    boolean peoples =
        PEOPLES.contains(text)
            || text.startsWith("postgresql-client-")
            || share(name, FileClass.DEBUG_TOOL) >= SOME
            || share(name, FileClass.PACKAGE_MANAGER) >= 0.5;
    return peoples ? Kind.PEOPLE : Kind.RUNNING;
  }

  private double share(PackageName name, FileClass fileClass) {
    long part = bytes.getOrDefault(name, Map.of()).getOrDefault(fileClass, 0L);
    return part == 0 ? 0 : (double) part / total(name);
  }

  /// All bytes but those of documentation.
  private long total(PackageName name) {
    return bytes.getOrDefault(name, Map.of()).entrySet().stream()
        .filter(each -> !Removable.DOCUMENTATION.contains(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
