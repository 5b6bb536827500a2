package dev.plimsoll.cli;

import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
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
    boolean open = verdicts.stream().flatMap(v -> v.undecided().stream()).anyMatch(failOn::fails);
    return open ? UNDETERMINED : ADMITTED;
  }

  /// The same, where some of the policies are not known.
  ExitCode knowingLess(FailOn failOn) {
    return this == ADMITTED && failOn != FailOn.NEVER ? UNDETERMINED : this;
  }

  /// Whether rules that were not judged make a command end so: not where whoever called it wished
  /// the files left out.
  static boolean counts(UndecidedRules undecided) {
    return !undecided.why().equals(ImageDesk.LEFT_OUT);
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

    boolean fails(UndecidedRules open) {
      return this != NEVER && counts(open);
    }

    boolean fails(Enforcement enforcement) {
      return switch (this) {
        case ENFORCE -> enforcement == Enforcement.ENFORCE;
        case WARN -> enforcement != Enforcement.AUDIT;
        case AUDIT -> true;
        case NEVER -> false;
      };
    }
  }
}
