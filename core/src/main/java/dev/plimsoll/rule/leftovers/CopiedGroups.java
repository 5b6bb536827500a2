package dev.plimsoll.rule.leftovers;

import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.facts.Instruction;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What layers above the base bring by copying, or by nobody knows what, and no package owns.
final class CopiedGroups {
  /// Directories that are left out as a whole, whatever is in them.
  private static final Set<String> DIRECTORIES =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          ".bzr",
          ".vscode",
          ".idea",
          ".github",
          ".pytest_cache",
          ".mypy_cache",
          ".ruff_cache",
          ".tox",
          ".nox",
          ".nyc_output",
          "htmlcov",
          "__pycache__",
          "tests",
          "test",
          "__tests__",
          "docs",
          "doc");

  private CopiedGroups() {}

  /// Whether a layer is the application's own and no command made it; where the history does not
  /// tell, it may be a copy.
  static boolean mayBeCopy(Facts facts, int layer) {
    Instruction by = facts.layer(layer).instruction();
    return facts.base().originOf(layer) != Origin.BASE
        && (by == null || by.kind() != Instruction.Kind.RUN);
  }

  /// Whether a layer surely is a copy from the build context.
  static boolean isFromContext(Facts facts, int layer) {
    Instruction by = facts.layer(layer).instruction();
    return facts.base().originOf(layer) != Origin.BASE
        && by != null
        && by.origin() == Instruction.Origin.FROM_CONTEXT;
  }

  /// Whether a layer surely is a copy from another stage, or nothing tells of it.
  static boolean isFromAnotherStage(Facts facts, int layer) {
    Instruction by = facts.layer(layer).instruction();
    return by == null || by.origin() == Instruction.Origin.FROM_STAGE;
  }

  /// The files of a class that are there when the image runs.
  static List<FileGroup> of(Facts facts, FileClass fileClass) {
    return facts.files().orElseThrow().groups().stream()
        .filter(group -> group.present() && group.owner() == null)
        .filter(group -> group.fileClass() == fileClass)
        .filter(group -> mayBeCopy(facts, group.layer()))
        .toList();
  }

  /// The lines of a `.dockerignore` that keep these files out, as far as they are named.
  static List<String> ignored(Collection<FileGroup> groups) {
    Set<String> lines = new TreeSet<>();
    for (FileGroup group : groups) {
      group.largest().stream().map(SizedPath::path).map(CopiedGroups::line).forEach(lines::add);
    }
    return List.copyOf(lines);
  }

  private static String line(String path) {
    List<String> names = List.of(path.substring(1).split("/", -1));
    return names.stream()
        .limit(names.size() - 1L)
        .filter(DIRECTORIES::contains)
        .findFirst()
        .map(directory -> "**/" + directory)
        .orElseGet(() -> "**/" + pattern(Objects.requireNonNull(names.getLast())));
  }

  private static String pattern(String name) {
    for (String start : List.of("Dockerfile", "docker-compose")) {
      if (name.startsWith(start)) {
        return start + "*";
      }
    }
    for (String end : List.of(".log", ".pyc")) {
      if (name.endsWith(end)) {
        return "*" + end;
      }
    }
    return name;
  }
}
