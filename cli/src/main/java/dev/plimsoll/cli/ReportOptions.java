package dev.plimsoll.cli;

import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.report.Formats;
import dev.plimsoll.cli.report.Formats.Output;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a report is written, and from what on it fails, as options of a command.
final class ReportOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}. Default: table.")
  private Output output = Output.TABLE;

  @Mixin private FailOnOption failOn = new FailOnOption();

  /// Whether the report shows files by path and layer.
  boolean showsTrees() {
    return output == Output.HTML;
  }

  /// Writes the report, and says how the command ends.
  int write(Report report, Terminal terminal) {
    return write(report, terminal, false);
  }

  /// The same; `unread` tells that some policies are not known.
  int write(Report report, Terminal terminal, boolean unread) {
    String text = Formats.of(output, failOn.failing()).write(report, terminal.style());
    terminal.out().print(text);
    terminal.out().flush();
    return failOn.code(report.verdicts(), unread);
  }
}
