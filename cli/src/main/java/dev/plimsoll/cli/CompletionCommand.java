package dev.plimsoll.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `plimsoll completion`: what makes a shell complete commands and options.
@Command(
    name = "completion",
    description = {
      "Write a script that has a shell complete commands and options:",
      "source <(plimsoll completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String COMMAND = "plimsoll";

  private final Terminal terminal;

  /// The shells there are.
  enum Shell {
    BASH,
    ZSH;

    /// In lower case, as people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().print(script());
    terminal.out().flush();
    return ExitCode.ADMITTED.code();
  }

  /// One script serves both shells; zsh needs its own completion started and bash's spoken
  /// first.
  private String script() {
    String bash = AutoComplete.bash(COMMAND, Plimsoll.commandLine(terminal));
    return switch (shell) {
      case BASH -> bash;
      case ZSH -> "#compdef plimsoll\nautoload -U +X compinit && compinit -C\n" + bash;
    };
  }
}
