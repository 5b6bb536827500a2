package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which images may break which rules in which workloads, why, who answers for it, and until
/// when. It covers no more than it says.
public record ImageExemptionSpec(
    @JsonPropertyDescription(Texts.GLOBS + " Write \"**\" for every image.")
        @Required
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.all(glob, glob.matches('" + PolicyMatch.GLOB + "'))",
            message = PolicyMatch.WRITE_GLOBS)
        List<@Size(min = 1, max = 255) String> images,
    @JsonPropertyDescription(
            "In which Pods, by the labels on the Pod or in the Pod template. Default: in every Pod.")
        @Nullable ObjectSelector workloadSelector,
    @JsonPropertyDescription(
            "In which other namespaces, by their labels, and under the ClusterImagePolicies that"
                + " accept exemptions from this one alone; every namespace has its name as"
                + " kubernetes.io/metadata.name. Default: in this namespace only.")
        @Nullable ObjectSelector namespaceSelector,
    @JsonPropertyDescription("Which rules these images may break.")
        @Required
        @Size(min = 1, max = 128)
        List<Rule> rules,
    @JsonPropertyDescription("Why, for whoever finds it later.")
        @Required
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("Who answers for it: a team, an address, a ticket.")
        @Required
        @Size(min = 1, max = 253)
        String owner,
    @JsonPropertyDescription(
            "When it ends, such as 2027-03-31T00:00:00Z. From then on nothing is exempt by it.")
        @Required
        String expires) {

  public ImageExemptionSpec {
    images = images == null ? List.of() : List.copyOf(images);
    rules = rules == null ? List.of() : List.copyOf(rules);
  }

  /// Whether Pods with these labels are meant.
  public boolean selects(Map<String, String> podLabels) {
    return workloadSelector == null || workloadSelector.selects(podLabels);
  }

  /// A rule that may be broken, entirely or up to a size.
  ///
  /// The size is a text, not a quantity: what may be a number too has no longest form, and the
  /// API server refuses rules over lists of such.
  public record Rule(
      @JsonPropertyDescription("The rule's id, such as pull-size.") @Required String rule,
      @JsonPropertyDescription(
              "The largest size that is exempt, such as 400Mi, of rules about a size; what is larger"
                  + " is refused as ever. Default: any size.")
          @Size(min = 1, max = 32)
          @ValidationRule(value = Texts.IS_SIZE_IN_WORDS, message = Texts.WRITE_A_SIZE)
          @Nullable String upTo) {}
}
