package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.plimsoll.policy.Enforcement;

/// What a policy does about a violation, as it is written in a resource.
public enum EnforcementMode {
  @JsonProperty("Enforce")
  ENFORCE("Enforce"),
  @JsonProperty("Warn")
  WARN("Warn"),
  @JsonProperty("Audit")
  AUDIT("Audit");

  private final String word;

  EnforcementMode(String word) {
    this.word = word;
  }

  Enforcement enforcement() {
    return switch (this) {
      case ENFORCE -> Enforcement.ENFORCE;
      case WARN -> Enforcement.WARN;
      case AUDIT -> Enforcement.AUDIT;
    };
  }

  /// As it is written in a resource.
  @Override
  public String toString() {
    return word;
  }
}
