package dev.plimsoll.cli;

import dev.plimsoll.cli.report.RulePages;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `plimsoll explain`: what a rule refuses, why, and what to do about it.
@Command(
    name = "explain",
    description = "Say what a rule refuses, why it matters and what to do about it.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "RULE",
      description = "A rule's id, such as pull-size, or its field in a policy, such as pullSize.")
  private String rule = "";

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Rule<?> meant =
        Catalogue.rules().stream()
            .filter(one -> one.id().equals(rule) || one.description().field().equals(rule))
            .findFirst()
            .orElseThrow(
                () ->
                    Failure.usage(
                        "\"%s\" is no rule; there are %s"
                            .formatted(
                                rule,
                                Catalogue.rules().stream()
                                    .map(Rule::id)
                                    .collect(Collectors.joining(", ")))));
    terminal.out().print(RulePages.page(meant, terminal.style()));
    return ExitCode.ADMITTED.code();
  }
}
