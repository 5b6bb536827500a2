package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The documented sets of rules, as a policy names them: `spec.rules` adds to one and overrides
/// its rules.
public enum Profile {
  @JsonProperty("None")
  NONE(dev.plimsoll.policy.profile.Profile.NONE),
  @JsonProperty("Baseline")
  BASELINE(dev.plimsoll.policy.profile.Profile.BASELINE),
  @JsonProperty("Strict")
  STRICT(dev.plimsoll.policy.profile.Profile.STRICT),
  @JsonProperty("Distroless")
  DISTROLESS(dev.plimsoll.policy.profile.Profile.DISTROLESS);

  private final dev.plimsoll.policy.profile.Profile profile;

  Profile(dev.plimsoll.policy.profile.Profile profile) {
    this.profile = profile;
  }

  /// As policies write it.
  public String title() {
    return ApiName.of(this);
  }

  /// What it stands for.
  public dev.plimsoll.policy.profile.Profile profile() {
    return profile;
  }
}
