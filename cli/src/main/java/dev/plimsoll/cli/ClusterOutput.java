package dev.plimsoll.cli;

import dev.plimsoll.cli.report.ClusterFormats.Output;
import picocli.CommandLine.Option;

/// How what is told of a cluster is written, as an option of a command.
final class ClusterOutput {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}. Default: table.")
  private Output format = Output.TABLE;

  Output format() {
    return format;
  }

  void print(Terminal terminal, String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }
}
