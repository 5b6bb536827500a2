package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/// What a namespace asks of the images in it.
@ValidationRule(
    value =
        "self.profile != 'None' || (has(self.rules)"
            + " && ((has(self.rules.size) && has(self.rules.size.pullSize))"
            + " || (has(self.rules.user) && has(self.rules.user.rootUser))"
            + " || (has(self.rules.base) && has(self.rules.base.nonSlimBase))"
            + " || (has(self.rules.buildTools) && has(self.rules.buildTools.compiler))))",
    message =
        "the policy names no rule; write spec.profile: Baseline, or a rule under spec.rules such as"
            + " user: {rootUser: {}}")
public record ImagePolicySpec(
    @JsonPropertyDescription(
            "What happens on a violation: Enforce (the default) refuses the workload, Warn admits"
                + " it with a warning, Audit only records it here and in the metrics. Each rule may"
                + " set its own.")
        @Default("Enforce")
        EnforcementMode enforcement,
    @JsonPropertyDescription(
            "A documented set of rules to start from; those under rules add to it and override it."
                + " None (the default): no rule but those below. Baseline: user.rootUser,"
                + " base.nonSlimBase and buildTools.compiler with their defaults.")
        @Default("None")
        Profile profile,
    @JsonPropertyDescription(
            "Which images of which workloads of this namespace the policy is about. Default: all.")
        PolicyMatch match,
    @JsonPropertyDescription(
            "What happens where an image could not be judged, by cause: Allow, Warn or Deny; never"
                + " harder than the enforcement of the rule that needed to know.")
        @Default("{}")
        WhenUndetermined whenUndetermined,
    @JsonPropertyDescription(
            "References of base images, such as docker.io/library/debian:12, whose layers are to be"
                + " recognised beneath the images that are judged. They are looked up hourly and"
                + " serve every policy of the cluster.")
        @Size(max = 32)
        List<@Size(min = 1, max = 512) String> knownBases,
    @JsonPropertyDescription(
            "The rules, as <family>.<rule>. A rule that is present is on, if only as {}; one that"
                + " is absent is as the profile says.")
        RuleFamilies rules) {

  /// What is left out gets its default, as an API server would fill it in.
  public ImagePolicySpec {
    enforcement = enforcement == null ? EnforcementMode.ENFORCE : enforcement;
    profile = profile == null ? Profile.NONE : profile;
    match = match == null ? PolicyMatch.EVERYTHING : match;
    whenUndetermined = whenUndetermined == null ? WhenUndetermined.DEFAULTS : whenUndetermined;
    knownBases = knownBases == null ? List.of() : List.copyOf(knownBases);
    rules = rules == null ? RuleFamilies.NONE : rules;
  }
}
