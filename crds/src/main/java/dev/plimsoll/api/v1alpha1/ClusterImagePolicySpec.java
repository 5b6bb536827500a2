package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a cluster asks of the images in many namespaces, and who may exempt images from it.
public record ClusterImagePolicySpec(
    @JsonPropertyDescription(Texts.ENFORCEMENT) @Default("Enforce") EnforcementMode enforcement,
    @JsonPropertyDescription(Texts.PROFILE) @Default("None") Profile profile,
    @JsonPropertyDescription(
            "Which namespaces the policy is about, by their labels; every namespace has its name as"
                + " kubernetes.io/metadata.name. Default: all but those that the operator's"
                + " configuration leaves out.")
        @Nullable ObjectSelector namespaceSelector,
    @JsonPropertyDescription(
            "Which images of which workloads of these namespaces the policy is about. Default: all.")
        PolicyMatch match,
    @JsonPropertyDescription(Texts.WHEN_UNDETERMINED) @Default("{}")
        WhenUndetermined whenUndetermined,
    @JsonPropertyDescription(Texts.ALREADY_RUNNING) @Default("Tolerate")
        AlreadyRunning alreadyRunning,
    @JsonPropertyDescription(Texts.TOLERATE_UNTIL) @Nullable String tolerateUntil,
    @JsonPropertyDescription(Texts.KNOWN_BASES) @Size(max = 32)
        List<@Size(min = 1, max = 512) String> knownBases,
    @JsonPropertyDescription(Texts.PROMOTED_FROM) @Nullable Promotion promotedFrom,
    @JsonPropertyDescription(Texts.RULES) JsonNode rules,
    @JsonPropertyDescription(
            "Which ImageExemptions this policy honours. Default: those in the operator's own"
                + " namespace, for any rule and any length of time.")
        ExemptionTerms exemptions)
    implements PolicySpec {

  /// What is left out gets its default, as an API server would fill it in.
  public ClusterImagePolicySpec {
    enforcement = enforcement == null ? EnforcementMode.ENFORCE : enforcement;
    profile = profile == null ? Profile.NONE : profile;
    match = match == null ? PolicyMatch.EVERYTHING : match;
    whenUndetermined = whenUndetermined == null ? WhenUndetermined.DEFAULTS : whenUndetermined;
    alreadyRunning = alreadyRunning == null ? AlreadyRunning.TOLERATE : alreadyRunning;
    knownBases = knownBases == null ? List.of() : List.copyOf(knownBases);
    rules = rules == null || rules.isNull() ? JsonNodeFactory.instance.objectNode() : rules;
    exemptions = exemptions == null ? ExemptionTerms.DEFAULTS : exemptions;
  }

  /// Whether a namespace with these labels is meant.
  public boolean selectsNamespace(Map<String, String> labels) {
    return namespaceSelector == null || namespaceSelector.selects(labels);
  }
}
