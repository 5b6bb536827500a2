package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a namespace asks of the images in it.
public record ImagePolicySpec(
    @JsonPropertyDescription(Texts.ENFORCEMENT) @Default("Enforce") EnforcementMode enforcement,
    @JsonPropertyDescription(Texts.PROFILE) @Default("None") Profile profile,
    @JsonPropertyDescription(
            "Which images of which workloads of this namespace the policy is about. Default: all.")
        PolicyMatch match,
    @JsonPropertyDescription(Texts.WHEN_UNDETERMINED) @Default("{}")
        WhenUndetermined whenUndetermined,
    @JsonPropertyDescription(Texts.ALREADY_RUNNING) @Default("Tolerate")
        AlreadyRunning alreadyRunning,
    @JsonPropertyDescription(Texts.TOLERATE_UNTIL) @Nullable String tolerateUntil,
    @JsonPropertyDescription(Texts.KNOWN_BASES) @Size(max = 32)
        List<@Size(min = 1, max = 512) String> knownBases,
    @JsonPropertyDescription(Texts.PROMOTED_FROM) @Nullable Promotion promotedFrom,
    @JsonPropertyDescription(Texts.RULES) JsonNode rules)
    implements PolicySpec {

  /// What is left out gets its default, as an API server would fill it in.
  public ImagePolicySpec {
    enforcement = enforcement == null ? EnforcementMode.ENFORCE : enforcement;
    profile = profile == null ? Profile.NONE : profile;
    match = match == null ? PolicyMatch.EVERYTHING : match;
    whenUndetermined = whenUndetermined == null ? WhenUndetermined.DEFAULTS : whenUndetermined;
    alreadyRunning = alreadyRunning == null ? AlreadyRunning.TOLERATE : alreadyRunning;
    knownBases = knownBases == null ? List.of() : List.copyOf(knownBases);
    rules = rules == null || rules.isNull() ? JsonNodeFactory.instance.objectNode() : rules;
  }

  /// What names a profile and leaves the rest out. Said without JSON, whose readers take longer to
  /// make than a command line has.
  public static ImagePolicySpec of(Profile profile) {
    return new ImagePolicySpec(
        EnforcementMode.ENFORCE,
        profile,
        PolicyMatch.EVERYTHING,
        WhenUndetermined.DEFAULTS,
        AlreadyRunning.TOLERATE,
        null,
        List.of(),
        null,
        JsonNodeFactory.instance.objectNode());
  }
}
