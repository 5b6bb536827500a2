package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/// The rules of the family `user`.
public record UserRules(
    @JsonPropertyDescription(
            "Rule root-user: the container does not run as root. What counts is runAsUser of the"
                + " container, else of the Pod, else the image's USER.")
        @Nullable RootUser rootUser) {

  static final UserRules NONE = new UserRules(null);

  /// No container runs as root.
  public record RootUser(
      @JsonPropertyDescription(Texts.ENFORCEMENT_OF_A_RULE) @Nullable RuleMode enforcement)
      implements RuleField {}
}
