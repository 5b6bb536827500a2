package dev.plimsoll.rule.size;

import dev.plimsoll.facts.Instruction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a later instruction does to files of lower layers, as far as its commands tell.
record Deed(List<List<String>> commands) {
  private static final Set<String> ATTRIBUTES = Set.of("chown", "chmod");
  private static final Set<String> REMOVERS = Set.of("rm", "rmdir", "unlink");
  private static final Set<String> ACCOUNTS = Set.of("adduser", "useradd", "addgroup", "groupadd");

  /// Those that have a command to clear their cache.
  private static final Set<String> CACHING =
      Set.of(
          "apt-get",
          "apt",
          "apk",
          "dnf",
          "yum",
          "microdnf",
          "tdnf",
          "zypper",
          "pip",
          "pip3",
          "npm",
          "yarn",
          "go",
          "conda");

  private static final Set<String> CLEARING = Set.of("clean", "autoclean", "purge");

  /// They do nothing of their own.
  private static final Set<String> IDLE = Set.of("set", "cd", "true", ":");

  Deed {
    commands = commands.stream().filter(words -> !IDLE.contains(program(words))).toList();
  }

  static Deed of(@Nullable Instruction by) {
    return new Deed(by == null ? List.of() : by.commands());
  }

  /// Whether nothing is lost without it but the deletion.
  boolean onlyDeletes() {
    return !commands.isEmpty() && commands.stream().allMatch(Deed::deletes);
  }

  /// Whether it makes users or groups, which must be there before files can be theirs.
  boolean createsAccounts() {
    return commands.stream().anyMatch(words -> ACCOUNTS.contains(program(words)));
  }

  /// The commands that set owner or mode.
  List<List<String>> changes() {
    return commands.stream()
        .filter(words -> ATTRIBUTES.contains(program(words)) && operands(words).size() > 1)
        .toList();
  }

  /// Whether options of a `COPY` do all that it does: one owner, one mode or both, of one path.
  boolean isOptionsOfCopy() {
    return !commands.isEmpty()
        && changes().size() == commands.size()
        && changes().size() == options().size()
        && operands(commands.getFirst()).size() == 2;
  }

  /// The options of a `COPY` that set owner and mode as the first such command does, and the
  /// others for the same paths.
  List<String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    for (List<String> words : changes()) {
      List<String> operands = operands(words);
      List<String> first = operands(changes().getFirst());
      if (operands.subList(1, operands.size()).equals(first.subList(1, first.size()))) {
        options.putIfAbsent(program(words), operands.getFirst());
      }
    }
    return options.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
  }

  private static boolean deletes(List<String> words) {
    String program = program(words);
    return REMOVERS.contains(program)
        || (program.equals("find") && words.contains("-delete"))
        || (CACHING.contains(program) && clears(operands(words)));
  }

  /// `clean` at once or behind `cache`; `purge` of a system's package manager removes packages.
  private static boolean clears(List<String> operands) {
    return !operands.isEmpty()
        && (operands.getFirst().equals("cache")
            ? operands.stream().anyMatch(CLEARING::contains)
            : operands.getFirst().endsWith("clean"));
  }

  private static List<String> operands(List<String> words) {
    return words.stream().skip(1).filter(word -> !word.startsWith("-")).toList();
  }

  private static String program(List<String> words) {
    return words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
  }
}
