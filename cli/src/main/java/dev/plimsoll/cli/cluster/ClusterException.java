package dev.plimsoll.cli.cluster;

/// Why a cluster tells nothing, as one sentence for the person who asked; `away` where asking
/// again may help.
public final class ClusterException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean away;

  ClusterException(String sentence, boolean away) {
    super(sentence);
    this.away = away;
  }

  public boolean isAway() {
    return away;
  }

  /// The sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
