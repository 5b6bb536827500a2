package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/// The rules of a policy, `<family>.<rule>`: a rule that is present is on, with the defaults for
/// what it leaves out; a rule that is absent is as the profile says.
public record RuleFamilies(
    @JsonPropertyDescription("How large an image may be.") SizeRules size,
    @JsonPropertyDescription("Which user a container may run as.") UserRules user,
    @JsonPropertyDescription("What an image may be built on.") BaseRules base,
    @JsonPropertyDescription("Which tools of the build may be left in an image.")
        BuildToolsRules buildTools) {

  static final RuleFamilies NONE =
      new RuleFamilies(SizeRules.NONE, UserRules.NONE, BaseRules.NONE, BuildToolsRules.NONE);

  public RuleFamilies {
    size = size == null ? SizeRules.NONE : size;
    user = user == null ? UserRules.NONE : user;
    base = base == null ? BaseRules.NONE : base;
    buildTools = buildTools == null ? BuildToolsRules.NONE : buildTools;
  }
}
