package dev.plimsoll.policy;

import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.ContextRule;
import dev.plimsoll.rule.Family;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A policy ready to judge by: its name, the images it is about, its rules, what to do where
/// nothing can be decided, and the exemptions that it honours for what is judged.
///
/// `name` is what people call it, `namespace/name`, or `name` alone of one for the cluster.
/// `knownBases` are references of base images whose layers are to be recognised. Where `doubt` is
/// there, it says why nobody can tell whether the policy is about what is judged: then each of its
/// rules is undecided for that cause.
public record Policy(
    String name,
    ImageMatch match,
    List<RuleSetting<?>> rules,
    Map<Cause, UndeterminedAction> whenUndetermined,
    List<String> knownBases,
    List<Exemption> exemptions,
    @Nullable Unknown doubt) {
  public Policy {
    rules = List.copyOf(rules);
    whenUndetermined = Map.copyOf(whenUndetermined);
    knownBases = List.copyOf(knownBases);
    exemptions = List.copyOf(exemptions);
  }

  /// A policy that is surely meant, without exemptions.
  public Policy(
      String name,
      ImageMatch match,
      List<RuleSetting<?>> rules,
      Map<Cause, UndeterminedAction> whenUndetermined,
      List<String> knownBases) {
    this(name, match, rules, whenUndetermined, knownBases, List.of(), null);
  }

  /// What happens where `rule` cannot be judged for `cause`.
  UndeterminedAction actionFor(Cause cause, Enforcement enforcement) {
    return whenUndetermined.getOrDefault(cause, UndeterminedAction.WARN).atMost(enforcement);
  }

  /// Whether a rule of it asks where a container runs.
  public boolean asksForPlacement() {
    return rules.stream().anyMatch(setting -> setting.rule() instanceof ContextRule<?>);
  }

  /// Whether a rule of it judges by what others report of an image.
  public boolean asksForReports() {
    return rules.stream().anyMatch(setting -> setting.rule().asksForReports());
  }

  /// The same policy with no rule enforced harder than `ceiling`.
  public Policy atMost(Enforcement ceiling) {
    return withRules(rules.stream().<RuleSetting<?>>map(rule -> rule.atMost(ceiling)).toList());
  }

  /// The same policy, doing no more than `ceiling` where nothing can be decided for `cause`.
  public Policy atMost(Cause cause, UndeterminedAction ceiling) {
    UndeterminedAction now = whenUndetermined.getOrDefault(cause, UndeterminedAction.WARN);
    if (now.compareTo(ceiling) <= 0) {
      return this;
    }
    Map<Cause, UndeterminedAction> milder = new EnumMap<>(Cause.class);
    milder.putAll(whenUndetermined);
    milder.put(cause, ceiling);
    return new Policy(name, match, rules, milder, knownBases, exemptions, doubt);
  }

  /// The same policy without the rules of a family that does not apply to what is judged.
  public Policy without(Family family) {
    return withRules(
        rules.stream().filter(rule -> rule.rule().description().family() != family).toList());
  }

  /// The same policy under these exemptions, each honoured for what is judged.
  public Policy under(List<Exemption> honoured) {
    return honoured.equals(exemptions)
        ? this
        : new Policy(name, match, rules, whenUndetermined, knownBases, honoured, doubt);
  }

  /// The same policy, of which nobody can tell whether it is meant.
  public Policy inDoubt(Unknown why) {
    return new Policy(name, match, rules, whenUndetermined, knownBases, exemptions, why);
  }

  private Policy withRules(List<RuleSetting<?>> others) {
    return new Policy(name, match, others, whenUndetermined, knownBases, exemptions, doubt);
  }
}
