package dev.plimsoll.operator.definition;

/// A custom resource definition that the operator works by.
public enum Definition {
  IMAGE_POLICIES("imagepolicies"),
  CLUSTER_IMAGE_POLICIES("clusterimagepolicies"),
  IMAGE_EXEMPTIONS("imageexemptions"),
  BASELINES("baselines"),
  IMAGE_REPORTS("imagereports");

  private final String plural;

  Definition(String plural) {
    this.plural = plural;
  }

  /// The plural of its kind, by which the API serves it.
  public String plural() {
    return plural;
  }

  /// What the definition itself is called.
  public String resourceName() {
    return plural + ".plimsoll.dev";
  }

  /// How a definition in the cluster stands to the catalogue of this operator.
  public enum State {
    MISSING,
    OLDER,
    CURRENT,
    NEWER
  }
}
