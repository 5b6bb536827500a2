package dev.plimsoll.cli;

import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Verdict;
import java.util.List;
import java.util.Locale;

/// How a command ended, for the shell.
enum ExitCode {
  ADMITTED(0),
  VIOLATIONS(1),
  UNDETERMINED(2),
  /// As `sysexits.h` has it: the command was used wrongly, an input file included.
  USAGE(64),
  /// As `sysexits.h` has it: a fault of ours.
  INTERNAL(70);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /// The code over all verdicts: the worst wins, as in a verdict.
  static ExitCode of(List<Verdict> verdicts, FailOn failOn) {
    boolean violated =
        verdicts.stream()
            .flatMap(verdict -> verdict.violations().stream())
            .anyMatch(violation -> failOn.fails(violation.enforcement()));
    if (violated) {
      return VIOLATIONS;
    }
    boolean open = verdicts.stream().anyMatch(verdict -> !verdict.undecided().isEmpty());
    return open && failOn != FailOn.NEVER ? UNDETERMINED : ADMITTED;
  }

  /// From which enforcement on a violation fails the command.
  enum FailOn {
    ENFORCE,
    WARN,
    AUDIT,
    NEVER;

    /// In lower case, as people write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean fails(Enforcement enforcement) {
      return switch (this) {
        case ENFORCE -> enforcement == Enforcement.ENFORCE;
        case WARN -> enforcement != Enforcement.AUDIT;
        case AUDIT -> true;
        case NEVER -> false;
      };
    }
  }
}
