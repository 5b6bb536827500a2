package dev.plimsoll.prediction.need;

import dev.plimsoll.facts.FileFacts;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.facts.program.Script;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.program.Started.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the way a container starts says of the bases it can stand on.
public record Start(List<Started> files) {
  private static final List<String> SHELLS =
      List.of("sh", "bash", "dash", "ash", "ksh", "zsh", "busybox");

  public Start {
    files = List.copyOf(files);
  }

  public static Start of(FileFacts facts) {
    return new Start(facts.programs().started());
  }

  /// Why it cannot stand on scratch; null where it can.
  public @Nullable String obstacleToScratch() {
    String obstacle = obstacleToDistroless();
    if (obstacle != null) {
      return obstacle;
    }
    for (Started file : files) {
      if (!(file.executable() instanceof Elf elf) || elf.linkage() != Linkage.STATIC) {
        return file.name() + " needs a loader and libraries";
      }
    }
    return null;
  }

  /// Why it cannot do without a shell; null where it can.
  public @Nullable String obstacleToDistroless() {
    if (files.isEmpty()) {
      return "it says nothing of what starts";
    }
    for (Started file : files) {
      if (isShell(file.name())) {
        return "a shell starts it";
      }
      if (file.role() != Role.COMMAND && file.path() == null) {
        return "what " + file.name() + " is cannot be told from its files";
      }
      if (file.executable() instanceof Script script && isShell(script.program())) {
        return file.name() + " is a shell script";
      }
    }
    return null;
  }

  private static boolean isShell(String program) {
    return SHELLS.contains(program.substring(program.lastIndexOf('/') + 1));
  }
}
