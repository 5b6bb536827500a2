package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/// The rules of a policy, `<family>.<rule>`: a rule that is present is on, with the defaults for
/// what it leaves out; a rule that is absent is as the profile says.
public record RuleFamilies(
    @JsonPropertyDescription("How large an image may be.") @Nullable SizeRules size,
    @JsonPropertyDescription("Which user a container may run as.") @Nullable UserRules user,
    @JsonPropertyDescription("What an image may be built on.") @Nullable BaseRules base,
    @JsonPropertyDescription("Which tools of the build may be left in an image.") @Nullable
        BuildToolsRules buildTools) {

  static final RuleFamilies NONE = new RuleFamilies(null, null, null, null);
}
