package dev.plimsoll.api.v1alpha1;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one policy from its resource and collects every fault on the way, not only the first.
///
/// What an API server's schema refuses is refused here too, in the same words, since a policy
/// also comes from a file, or from a server whose definition is older.
public final class PolicyReader {
  private static final PullSize PULL_SIZE = new PullSize();
  private static final RootUser ROOT_USER = new RootUser();
  private static final NonSlimBase NON_SLIM_BASE = new NonSlimBase();
  private static final Compiler COMPILER = new Compiler();

  private static final Pattern GLOB = Pattern.compile(PolicyMatch.GLOB);

  private final PolicySpec spec;
  private final List<RuleSetting<?>> rules = new ArrayList<>();
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
    readRules(spec.rules());
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

  private void readRules(RuleFamilies families) {
    add(
        PULL_SIZE,
        families.size().pullSize(),
        field -> new PullSize.Parameters(size("spec.rules.size.pullSize.max", field.max())));
    add(ROOT_USER, families.user().rootUser(), _ -> new RootUser.Parameters());
    add(
        NON_SLIM_BASE,
        families.base().nonSlimBase(),
        field ->
            field.max() == null
                ? NON_SLIM_BASE.defaults()
                : new NonSlimBase.Parameters(size("spec.rules.base.nonSlimBase.max", field.max())));
    add(
        COMPILER,
        families.buildTools().compiler(),
        field -> new Compiler.Parameters(field.allow()));
  }

  /// A rule that is written down is as written, or disabled; else the profile decides.
  private <F extends RuleField, P extends Record> void add(
      Rule<P> rule, @Nullable F field, Function<F, P> parameters) {
    Enforcement inherited = spec.enforcement().enforcement();
    if (field != null) {
      P written = parameters.apply(field);
      RuleMode mode = field.enforcement();
      (mode == null ? Optional.of(inherited) : mode.enforcement())
          .ifPresent(enforcement -> rules.add(new RuleSetting<>(rule, written, enforcement)));
    } else {
      ProfileRules.parameters(spec.profile(), rule)
          .ifPresent(asked -> rules.add(new RuleSetting<>(rule, asked, inherited)));
    }
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

  private void readKnownBases(List<String> references) {
    for (int i = 0; i < references.size(); i++) {
      try {
        Reference.parse(references.get(i));
      } catch (InvalidReferenceException e) {
        faults.add("spec.knownBases[%d]: %s".formatted(i, e.getMessage()));
      }
    }
  }

  private Bytes size(String path, @Nullable String quantity) {
    if (quantity == null) {
      faults.add(path + ": is missing; " + Texts.WRITE_A_SIZE);
      return Bytes.NONE;
    }
    try {
      Bytes size = Bytes.parse(quantity);
      if (size.equals(Bytes.NONE)) {
        faults.add(path + ": \"" + quantity + "\" allows nothing; " + Texts.WRITE_A_SIZE);
      }
      return size;
    } catch (IllegalArgumentException e) {
      faults.add(path + ": " + e.getMessage());
      return Bytes.NONE;
    }
  }
}
