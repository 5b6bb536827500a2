package dev.plimsoll.cli;

import dev.plimsoll.cli.report.Failing;
import dev.plimsoll.verdict.Verdict;
import java.util.List;
import picocli.CommandLine.Option;

/// From what on a command fails, as an option of it.
final class FailOnOption {
  @Option(
      names = "--fail-on",
      paramLabel = "WHEN",
      defaultValue = "enforce",
      description =
          "End with 1 on violations enforced like this or harder: ${COMPLETION-CANDIDATES}."
              + " Default: enforce, as admission.")
  private ExitCode.FailOn failOn = ExitCode.FailOn.ENFORCE;

  /// How a command ends that came to these verdicts.
  int code(List<Verdict> verdicts) {
    return ExitCode.of(verdicts, failOn).code();
  }

  /// The same; `unread` tells that some policies are not known.
  int code(List<Verdict> verdicts, boolean unread) {
    ExitCode end = ExitCode.of(verdicts, failOn);
    return (unread ? end.knowingLess(failOn) : end).code();
  }

  /// What of a report makes the command fail.
  Failing failing() {
    return new Failing(failOn::fails, open -> failOn.fails(open));
  }
}
