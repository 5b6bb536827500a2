package dev.plimsoll.cli;

import dev.plimsoll.cli.judging.Report;
import dev.plimsoll.cli.report.Formats;
import dev.plimsoll.cli.report.Formats.Output;
import picocli.CommandLine.Option;

/// How a report is written, and from what on it fails, as options of a command.
final class ReportOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}. Default: table.")
  private Output output = Output.TABLE;

  @Option(
      names = "--fail-on",
      paramLabel = "WHEN",
      defaultValue = "enforce",
      description =
          "End with 1 on violations enforced like this or harder: ${COMPLETION-CANDIDATES}."
              + " Default: enforce, as admission.")
  private ExitCode.FailOn failOn = ExitCode.FailOn.ENFORCE;

  /// Whether the report shows files by path and layer.
  boolean showsTrees() {
    return output == Output.HTML;
  }

  /// Writes the report, and says how the command ends.
  int write(Report report, Terminal terminal) {
    terminal.out().print(Formats.of(output).write(report, terminal.style()));
    terminal.out().flush();
    return ExitCode.of(report.verdicts(), failOn).code();
  }
}
