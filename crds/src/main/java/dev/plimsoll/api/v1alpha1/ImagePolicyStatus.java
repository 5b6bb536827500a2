package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the operator says of a policy: whether it can be judged by, and what runs against it.
///
/// Bounded whatever the fleet. Under Audit, the violating images are the preview of Enforce:
/// advice, which Enforce refuses nothing for, is counted apart.
public record ImagePolicyStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Accepted: whether the policy can be judged by; its message lists all that is wrong"
                + " with it. Ready: whether it is in force and what runs was judged under it."
                + " BaselineTaken: whether what ran before is recorded wherever it refuses; until"
                + " then it only warns there.")
        @Size(max = 8)
        List<PolicyCondition> conditions,
    @JsonPropertyDescription("What runs and is matched by this policy, counted.")
        @Nullable Counts counts,
    @JsonPropertyDescription(
            "Compressed bytes of layers that go when the violations are fixed; a byte counts once,"
                + " however many violations, workloads or images share it.")
        @Nullable Reclaimable reclaimable,
    @JsonPropertyDescription(
            "The violations that weigh most, without advice: those enforced first, then those that"
                + " save most.")
        @Size(max = WORST)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<WorstViolation> worstViolations,
    @JsonPropertyDescription(
            "Whether there are more violations than those listed in worstViolations.")
        @Nullable Boolean truncated,
    @JsonPropertyDescription("When what runs was last judged under this policy.")
        @Nullable String lastAuditTime,
    @JsonPropertyDescription("What the images that run and are matched weigh together.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable FleetSummary fleet) {

  /// How many violations a status lists at most.
  public static final int WORST = 20;

  public ImagePolicyStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    worstViolations = worstViolations == null ? List.of() : List.copyOf(worstViolations);
  }

  /// A status that adds up no fleet.
  public ImagePolicyStatus(
      @Nullable Long observedGeneration,
      List<PolicyCondition> conditions,
      @Nullable Counts counts,
      @Nullable Reclaimable reclaimable,
      List<WorstViolation> worstViolations,
      @Nullable Boolean truncated,
      @Nullable String lastAuditTime) {
    this(
        observedGeneration,
        conditions,
        counts,
        reclaimable,
        worstViolations,
        truncated,
        lastAuditTime,
        null);
  }

  /// Distinct (namespace, top owner, container, digest) that run and are matched, by outcome; an
  /// image that violates one rule and cannot be judged by another counts as violating. Advice is
  /// no violation here, and its images are counted once more.
  public record Counts(
      @JsonPropertyDescription(
              "Distinct images that run, one for each workload, container and digest.")
          int images,
      @JsonPropertyDescription("Images that violate no rule.") int compliant,
      @JsonPropertyDescription(
              "Images that violate a rule, in any enforcement mode: what Enforce would refuse.")
          int violating,
      @JsonPropertyDescription("Images that could not be judged by every rule, and violate none.")
          int undetermined,
      @JsonPropertyDescription("Images that violate no rule only because of an exemption.")
          int exempted,
      @JsonPropertyDescription(
              "Images that violate no rule only because they ran before it was enforced.")
          int tolerated,
      @JsonPropertyDescription(
              "Images with violations that are advice, which Enforce does not refuse: of rules that"
                  + " a profile only warns of, and findings that are advice themselves. They are"
                  + " also counted as compliant or what else they are.")
          int advised) {

    /// Where nothing is exempt or tolerated.
    public Counts(int images, int compliant, int violating, int undetermined) {
      this(images, compliant, violating, undetermined, 0, 0, 0);
    }

    /// The same, with so many that there is advice on.
    public Counts advising(int on) {
      return new Counts(images, compliant, violating, undetermined, exempted, tolerated, on);
    }
  }

  /// Compressed bytes that would go, for people and for programs.
  public record Reclaimable(
      @JsonPropertyDescription("As a quantity, rounded, such as 412.3Mi.") String size,
      @JsonPropertyDescription("Exactly, in bytes.") long bytes) {}
}
