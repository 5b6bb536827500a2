package dev.plimsoll.facts.program;

import dev.plimsoll.facts.program.Started.Role;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.inventory.PackageOwners;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows a command line through the final tree: from the first word to the file, from a script
/// to its interpreter, from a program to its loader, from a shell or launcher to what it runs.
final class StartSearch {
  /// As many interpreters as Linux follows, one after the other.
  private static final int DEEPEST = 4;

  private static final int MOST_WORDS = 16;

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ash", "ksh", "zsh", "busybox");

  /// Programs that run what they are told, and do nothing else.
  private static final Set<String> LAUNCHERS =
      Set.of(
          "tini",
          "tini-static",
          "docker-init",
          "dumb-init",
          "catatonit",
          "gosu",
          "su-exec",
          "setpriv",
          "env",
          "exec",
          "nice",
          "chpst",
          "s6-setuidgid",
          "nohup",
          "stdbuf",
          "timeout");

  private final Overlay overlay;
  private final PackageOwners owners;
  private final Map<Integer, byte[]> executables;
  private final CommandLine line;
  private final List<Started> started = new ArrayList<>();

  /// `executables` are those of all layers, by the entry that holds their bytes.
  StartSearch(
      Overlay overlay, PackageOwners owners, Map<Integer, byte[]> executables, CommandLine line) {
    this.overlay = overlay;
    this.owners = owners;
    this.executables = executables;
    this.line = line;
  }

  List<Started> started() {
    List<String> words = line.words();
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      return List.of();
    }
    Started first = find(Role.ENTRYPOINT, words.getFirst());
    add(first);
    String name = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    List<String> rest = words.subList(1, Math.min(words.size(), MOST_WORDS));
    if (SHELLS.contains(name) && isCommandOption(rest)) {
      addCommand(List.of(rest.get(1).strip().split("\\s+", MOST_WORDS)));
    } else if (runsItsArguments(first, name)) {
      addCommand(rest);
    }
    return started;
  }

  private static boolean isCommandOption(List<String> rest) {
    return rest.size() > 1 && rest.getFirst().matches("-[a-z]{0,8}c");
  }

  private static boolean runsItsArguments(Started first, String name) {
    return LAUNCHERS.contains(name)
        || SHELLS.contains(name)
        || first.executable() instanceof Script;
  }

  /// Adds the first of these words that is a program.
  private void addCommand(List<String> words) {
    for (String word : words) {
      boolean skipped = word.startsWith("-") || word.indexOf('=') > 0 || LAUNCHERS.contains(word);
      Started command = skipped ? null : find(Role.COMMAND, word);
      if (command != null && command.path() != null) {
        add(command);
        return;
      }
    }
  }

  private void add(Started file) {
    started.add(file);
    Started last = file;
    for (int depth = 0; depth < DEEPEST && last.executable() instanceof Script script; depth++) {
      last = find(Role.INTERPRETER, script.program());
      started.add(last);
    }
    if (last.executable() instanceof Elf elf && elf.interpreter() != null) {
      started.add(find(Role.LOADER, elf.interpreter()));
    }
  }

  private Started find(Role role, String name) {
    Overlay.Found found = found(name);
    if (found == null) {
      return new Started(role, name, null, 0, null, null);
    }
    byte[] kept = executables.get(overlay.inode(found.entry()));
    PackageName owner = owners.ownerOf(found.entry()).orElse(null);
    return new Started(
        role,
        name,
        found.path(),
        found.layer(),
        owner,
        kept == null ? null : Executable.decoded(kept));
  }

  private Overlay.@Nullable Found found(String name) {
    if (name.startsWith("/")) {
      return overlay.file(name).orElse(null);
    }
    if (name.isEmpty()) {
      return null;
    }
    if (name.indexOf('/') >= 0) {
      return line.fromWorkingDirectory(name).flatMap(overlay::file).orElse(null);
    }
    for (String directory : line.searched()) {
      if (directory.startsWith("/")) {
        Overlay.Found found = overlay.file(directory + "/" + name).orElse(null);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
