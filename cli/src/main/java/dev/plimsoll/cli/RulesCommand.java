package dev.plimsoll.cli;

import dev.plimsoll.cli.report.RulePages;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `plimsoll rules`: the rules there are.
@Command(name = "rules", description = "List the rules there are, by family.")
final class RulesCommand implements Callable<Integer> {
  private final Terminal terminal;

  RulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().print(RulePages.list(Catalogue.rules(), terminal.style()));
    return ExitCode.ADMITTED.code();
  }
}
