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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  /// The rules of the profile `Baseline`, all with their defaults.
  static final Set<Rule<?>> BASELINE = Set.of(ROOT_USER, NON_SLIM_BASE, COMPILER);

  private static final Pattern GLOB = Pattern.compile(PolicyMatch.GLOB);

  private final ImagePolicySpec spec;
  private final List<RuleSetting<?>> rules = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  private PolicyReader(ImagePolicySpec spec) {
    this.spec = spec;
  }

  /// The policy that a resource stands for, called `namespace/name`, or all that is wrong with
  /// it.
  public static Acceptance read(ImagePolicy resource) {
    ImagePolicySpec spec = resource.getSpec();
    if (spec == null) {
      return new Acceptance.NotAccepted(
          List.of("spec: is missing; write at least spec: {profile: Baseline}"));
    }
    String name = resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
    return read(name, spec);
  }

  /// The same of a spec alone; `name` is what people call the policy.
  public static Acceptance read(String name, ImagePolicySpec spec) {
    return new PolicyReader(spec).read(name);
  }

  private Acceptance read(String name) {
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

  /// A rule that is written down is on as written; else the profile decides.
  private <F extends RuleField, P extends Record> void add(
      Rule<P> rule, @Nullable F field, Function<F, P> parameters) {
    Enforcement inherited = spec.enforcement().enforcement();
    if (field != null) {
      Enforcement own = field.enforcement() == null ? inherited : field.enforcement().enforcement();
      rules.add(new RuleSetting<>(rule, parameters.apply(field), own));
    } else if (spec.profile() == Profile.BASELINE && BASELINE.contains(rule)) {
      rules.add(new RuleSetting<>(rule, rule.defaults(), inherited));
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
