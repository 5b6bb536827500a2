package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.plimsoll.policy.baseline.Ceiling;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What ran in a namespace when a policy began to refuse it, and how bad it was.
///
/// Evidence is kept as marks, by which it is recognised and which tell nothing of it.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BaselineSpec(
    @JsonPropertyDescription("The policy that tolerates it.") @Required PolicyRef policy,
    @JsonPropertyDescription("The rules for which it was taken, each when it began to refuse.")
        @Required
        @Size(max = 512)
        List<TakenRule> rules,
    @JsonPropertyDescription("How many images there are below.")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        int count,
    @JsonPropertyDescription("The images, and what of each is tolerated.") @Size(max = IMAGES)
        List<ImageEntry> images,
    @JsonPropertyDescription(
            "How many images ran and found no room here; none of them is tolerated.")
        @Nullable Integer leftOut,
    @JsonPropertyDescription(
            "When somebody deleted the baseline. Nothing is tolerated since; let the policy's rules"
                + " warn and then enforce again to take it anew.")
        @Nullable String ended,
    @JsonPropertyDescription(
            "Since when there is no such policy. The baseline waits for it to come back, for as long"
                + " as the operator's configuration says.")
        @Nullable String policyGoneSince) {

  /// How many images a baseline holds at most.
  public static final int IMAGES = 4096;

  public BaselineSpec {
    rules = rules == null ? List.of() : List.copyOf(rules);
    images = images == null ? List.of() : List.copyOf(images);
  }

  /// A policy of the same namespace, or one for the cluster.
  public record PolicyRef(
      @JsonPropertyDescription("ImagePolicy or ClusterImagePolicy.") @Required String kind,
      @JsonPropertyDescription("The policy's name.") @Required @Size(min = 1, max = 253)
          String name) {
    private static final int LONGEST = 253;

    /// What its baseline is called: the policy's kind and name, the end of a long one replaced.
    public String baselineName() {
      String full = kind.toLowerCase(Locale.ROOT) + "-" + name;
      return full.length() <= LONGEST
          ? full
          : full.substring(0, LONGEST - 13) + "-" + Ceiling.mark(name);
    }
  }

  /// A rule, and when it began to refuse.
  public record TakenRule(
      @JsonPropertyDescription("The rule's id.") @Required @Size(min = 1, max = 128) String rule,
      @JsonPropertyDescription("When what ran was recorded for it.") @Required String taken) {}

  /// An image, by its digest where that is known, else by its name.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ImageEntry(
      @JsonPropertyDescription("What a workload calls it.") @Required @Size(min = 1, max = 512)
          String image,
      @JsonPropertyDescription("Its manifest's digest. Without one, the name alone is meant.")
          @Size(max = 140)
          @Nullable String digest,
      @JsonPropertyDescription("What it may break.") @Required @Size(min = 1, max = 512)
          List<Toleration> tolerated) {
    public ImageEntry {
      tolerated = tolerated == null ? List.of() : List.copyOf(tolerated);
    }
  }

  /// A rule that an image may break, no worse than recorded.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Toleration(
      @JsonPropertyDescription(
              "The rule's id; * stands for all, of an image that nobody could read.")
          @Required
          @Size(min = 1, max = 128)
          String rule,
      @JsonPropertyDescription("What was found, for people.") @Size(max = 200)
          @Nullable String actual,
      @JsonPropertyDescription(
              "How the container ran, of rules that judge that: only containers that run just like"
                  + " it are tolerated.")
          @Size(max = 200)
          @Nullable String settings,
      @JsonPropertyDescription("The most that is tolerated, in its unit.") @Nullable Long most,
      @JsonPropertyDescription("The unit of most.") @Size(max = 64) @Nullable String unit,
      @JsonPropertyDescription("The earliest moment that is tolerated, in seconds since 1970.")
          @Nullable Long since,
      @JsonPropertyDescription("Marks of the only evidence that is tolerated.") @Size(max = 512)
          @Nullable List<@Size(max = 64) String> marks) {}
}
