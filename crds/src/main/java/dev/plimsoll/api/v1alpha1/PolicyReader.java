package dev.plimsoll.api.v1alpha1;

import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.parameter.NoParameters;
import dev.plimsoll.rule.reference.PromotedFrom;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one policy from its resource and collects every fault on the way, not only the first.
///
/// What an API server's schema refuses is refused here too, in the same words, since a policy
/// also comes from a file, or from a server whose definition is older.
public final class PolicyReader {
  private static final Pattern GLOB = Pattern.compile(PolicyMatch.GLOB);

  private final PolicySpec spec;
  private final List<String> faults = new ArrayList<>();

  private PolicyReader(PolicySpec spec) {
    this.spec = spec;
  }

  /// The policy that a resource stands for, called `namespace/name` or, of the whole cluster,
  /// `name`; or all that is wrong with it.
  public static Acceptance read(CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    PolicySpec spec = resource.getSpec();
    if (spec == null) {
      return new Acceptance.NotAccepted(
          List.of("spec: is missing; write at least spec: {profile: Baseline}"));
    }
    String namespace = resource.getMetadata().getNamespace();
    String name = resource.getMetadata().getName();
    return read(namespace == null ? name : namespace + "/" + name, spec);
  }

  /// Sentences about names under `spec.rules` that mean nothing here. Reading passes over them, as
  /// a definition newer than its reader may have more of them; whoever reads what a person wrote
  /// takes them for faults.
  public static List<String> unknownNames(PolicySpec spec) {
    return RulesReader.unknownNames(spec.rules());
  }

  /// The same of a spec alone; `name` is what people call the policy.
  public static Acceptance read(String name, PolicySpec spec) {
    return new PolicyReader(spec).read(name);
  }

  private Acceptance read(String name) {
    if (spec instanceof ClusterImagePolicySpec cluster) {
      readNamespaces(cluster);
    }
    readMatch(spec.match());
    readKnownBases(spec.knownBases());
    readEndOfToleration(spec.tolerateUntil());
    List<RuleSetting<?>> rules = new ArrayList<>(RulesReader.read(spec, faults));
    readPromotion(spec.promotedFrom()).ifPresent(rules::add);
    if (rules.isEmpty() && faults.isEmpty()) {
      faults.add(
          "spec.rules: the policy names no rule; write spec.profile: Baseline, or a rule such as"
              + " user: {rootUser: {}}");
    }
    if (!faults.isEmpty()) {
      return new Acceptance.NotAccepted(faults);
    }
    return new Acceptance.Accepted(
        new Policy(
            name,
            new ImageMatch(spec.match().images()),
            rules,
            spec.whenUndetermined().byCause(),
            spec.knownBases()));
  }

  /// A rule like any other, but one that no catalogue has.
  private Optional<RuleSetting<?>> readPromotion(@Nullable Promotion promotion) {
    if (promotion == null) {
      return Optional.empty();
    }
    String path = "spec.promotedFrom.namespaceSelector";
    if (promotion.namespaceSelector() == null) {
      faults.add(path + ": is missing; write for example matchLabels: {stage: staging}");
      return Optional.empty();
    }
    faults.addAll(promotion.namespaceSelector().faults(path));
    return Optional.of(
        new RuleSetting<>(
            new PromotedFrom(promotion.namespaceSelector()),
            NoParameters.NONE,
            spec.enforcement().enforcement(),
            false));
  }

  private void readNamespaces(ClusterImagePolicySpec cluster) {
    if (cluster.namespaceSelector() != null) {
      faults.addAll(cluster.namespaceSelector().faults("spec.namespaceSelector"));
    }
    ExemptionTerms terms = cluster.exemptions();
    if (terms.namespaceSelector() != null) {
      faults.addAll(terms.namespaceSelector().faults("spec.exemptions.namespaceSelector"));
    }
    for (String rule : terms.rules() == null ? List.<String>of() : terms.rules()) {
      if (!ExemptionReader.ids().contains(rule)) {
        faults.add(
            "spec.exemptions.rules: there is no rule \"%s\"; the rules are %s"
                .formatted(rule, String.join(", ", ExemptionReader.ids())));
      }
    }
  }

  private void readMatch(PolicyMatch match) {
    for (int i = 0; i < match.images().size(); i++) {
      String glob = match.images().get(i);
      if (!GLOB.matcher(glob).matches()) {
        faults.add(
            "spec.match.images[%d]: \"%s\" is no glob over image names; %s"
                .formatted(i, glob, PolicyMatch.WRITE_GLOBS));
      }
    }
    if (match.workloadSelector() != null) {
      faults.addAll(match.workloadSelector().faults("spec.match.workloadSelector"));
    }
  }

  private void readEndOfToleration(@Nullable String until) {
    if (until == null) {
      return;
    }
    try {
      Instant.parse(until);
    } catch (DateTimeParseException _) {
      faults.add(
          "spec.tolerateUntil: \"%s\" is no moment; write it such as 2027-03-31T00:00:00Z"
              .formatted(until));
    }
  }

  private void readKnownBases(List<String> references) {
    for (int i = 0; i < references.size(); i++) {
      try {
        Reference.parse(references.get(i));
      } catch (InvalidReferenceException e) {
        faults.add("spec.knownBases[%d]: %s".formatted(i, e.getMessage()));
      }
    }
  }
}
