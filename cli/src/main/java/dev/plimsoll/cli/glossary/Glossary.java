package dev.plimsoll.cli.glossary;

import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.ClusterImagePolicySpec;
import dev.plimsoll.api.v1alpha1.ImageExemptionSpec;
import dev.plimsoll.api.v1alpha1.ImageExemptionStatus;
import dev.plimsoll.api.v1alpha1.ImagePolicySpec;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus;
import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ImageReportStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every word that policies, their states and messages are made of, with what it means.
public final class Glossary {
  private static final List<String> POLICIES = List.of("ImagePolicy", "ClusterImagePolicy");
  private static final String POLICY_CONDITION =
      "a condition of ImagePolicy and ClusterImagePolicy";
  private static final String EXEMPTION_CONDITION = "a condition of ImageExemption";
  private static final String EVENT = "the reason of an Event";

  private static final Map<String, Meaning> STATES =
      Map.ofEntries(
          entry(
              PolicyCondition.ACCEPTED,
              POLICY_CONDITION,
              "Whether the policy can be judged by. Its message lists all that is wrong with it, or"
                  + " the rules that it judges by."),
          entry(
              PolicyCondition.READY,
              POLICY_CONDITION,
              "Whether the policy is in force and what runs was judged under it."),
          entry(
              PolicyCondition.BASELINE_TAKEN,
              POLICY_CONDITION,
              "Whether what ran before is recorded wherever the policy refuses. Until then its rules"
                  + " only warn there."),
          entry(
              PolicyCondition.DEFINITION_CURRENT,
              POLICY_CONDITION,
              "False where the API server serves an older definition of policies than the operator"
                  + " knows: upgrade the definitions."),
          entry(
              PolicyCondition.CAUGHT_UP,
              POLICY_CONDITION,
              "False where something came in unjudged that the policy refuses, after it was written:"
                  + " the message names it."),
          entry(
              PolicyCondition.HONOURED,
              EXEMPTION_CONDITION,
              "Whether a policy honours the exemption; else why not, as when it expired."),
          entry(
              PolicyCondition.NEEDED,
              EXEMPTION_CONDITION,
              "Whether something that runs would violate a policy without the exemption. Delete one"
                  + " that is not needed."),
          entry(
              "WouldBeRefused",
              EVENT,
              "A workload runs what a policy would refuse today. It ran before the policy was written"
                  + " as it is."),
          entry(
              "CameInUnjudged",
              EVENT,
              "A workload runs what a policy refuses, and came in after that was written: the webhook"
                  + " was away, or could not tell and let it pass."),
          entry(
              "BreakGlassOn",
              EVENT,
              "Somebody turned all enforcement to Audit: nothing is refused until it is turned off."),
          entry("BreakGlassOff", EVENT, "Policies enforce again as they say."),
          entry(
              "custom",
              "spec.rules.custom of ImagePolicy and ClusterImagePolicy",
              "Rules of your own, written in CEL. The id of one is custom/ and the name that the"
                  + " policy gives it."));

  private final Map<String, List<Meaning>> meanings = new TreeMap<>();

  private Glossary() {
    Fields fields = new Fields();
    fields.add("ImagePolicy", "spec", ImagePolicySpec.class);
    fields.add("ClusterImagePolicy", "spec", ClusterImagePolicySpec.class);
    fields.add("ImageExemption", "spec", ImageExemptionSpec.class);
    fields.add("Baseline", "spec", BaselineSpec.class);
    POLICIES.forEach(kind -> fields.add(kind, "status", ImagePolicyStatus.class));
    fields.add("ImageExemption", "status", ImageExemptionStatus.class);
    fields.add("ImageReport", "spec", ImageReportSpec.class);
    fields.add("ImageReport", "status", ImageReportStatus.class);
    meanings.putAll(fields.meanings());
    STATES.forEach((word, meaning) -> meanings.put(word, List.of(meaning)));
  }

  private static Map.Entry<String, Meaning> entry(String word, String where, String text) {
    return Map.entry(word, new Meaning(where, text));
  }

  /// The glossary of this version.
  public static Glossary read() {
    return new Glossary();
  }

  /// What a word means, place by place; nothing where it is none of ours.
  public List<Meaning> of(String word) {
    return meanings.getOrDefault(word, List.of());
  }
}
