package dev.plimsoll.cli;

/// Why a command cannot be carried out: a sentence for the person who called it, and how it ends.
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private Failure(String sentence, ExitCode exitCode) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /// The command was used wrongly, or is given a file that cannot be used.
  static Failure usage(String sentence) {
    return new Failure(sentence, ExitCode.USAGE);
  }

  /// Nothing could be judged, as what would have to be asked is away.
  static Failure undetermined(String sentence) {
    return new Failure(sentence, ExitCode.UNDETERMINED);
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
