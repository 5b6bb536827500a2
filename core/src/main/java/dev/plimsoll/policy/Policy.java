package dev.plimsoll.policy;

import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.baseline.Baseline;
import dev.plimsoll.rule.ContextRule;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.memory.Memory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A policy ready to judge by: its name, the images it is about, its rules, what to do where
/// nothing can be decided, and the exemptions that it honours for what is judged.
///
/// `name` is what people call it, `namespace/name`, or `name` alone of one for the cluster.
/// `knownBases` are references of base images whose layers are to be recognised. Where `doubt` is
/// there, it says why nobody can tell whether the policy is about what is judged: then each of its
/// rules is undecided for that cause. `baseline` is what it tolerates since that ran before, null
/// for nothing.
public record Policy(
    String name,
    ImageMatch match,
    List<RuleSetting<?>> rules,
    Map<Cause, UndeterminedAction> whenUndetermined,
    List<String> knownBases,
    List<Exemption> exemptions,
    @Nullable Unknown doubt,
    @Nullable Baseline baseline) {
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
    this(name, match, rules, whenUndetermined, knownBases, List.of(), null, null);
  }

  /// What happens where `rule` cannot be judged for `cause`.
  public UndeterminedAction actionFor(Cause cause, Enforcement enforcement) {
    return whenUndetermined.getOrDefault(cause, UndeterminedAction.WARN).atMost(enforcement);
  }

  /// Whether a rule of it asks where a container runs.
  public boolean asksForPlacement() {
    return rules.stream()
        .anyMatch(
            setting -> setting.rule() instanceof ContextRule<?> rule && rule.asksForPlacement());
  }

  /// Whether a rule of it judges by what others report of an image.
  public boolean asksForReports() {
    return rules.stream().anyMatch(setting -> setting.rule().asksForReports());
  }

  /// Whether a rule of it asks for this of what the cluster remembers.
  public boolean asksOfMemory(Memory.Part part) {
    return rules.stream().anyMatch(s -> s.rule().asksOfMemory().filter(part::equals).isPresent());
  }

  /// Whether its verdict on what runs may change though neither changes: it hangs on what others
  /// report or on what tags mean.
  public boolean hangsOnOthers() {
    return asksForReports()
        || asksOfMemory(Memory.Part.BASES)
        || asksOfMemory(Memory.Part.TAGS)
        || asksOfMemory(Memory.Part.PLACES);
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
    return new Policy(name, match, rules, milder, knownBases, exemptions, doubt, baseline);
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
        : new Policy(name, match, rules, whenUndetermined, knownBases, honoured, doubt, baseline);
  }

  /// The same policy, of which nobody can tell whether it is meant.
  public Policy inDoubt(Unknown why) {
    return new Policy(name, match, rules, whenUndetermined, knownBases, exemptions, why, baseline);
  }

  /// The same policy, tolerating what a baseline holds; null for nothing.
  public Policy tolerating(@Nullable Baseline held) {
    return Objects.equals(held, baseline)
        ? this
        : new Policy(name, match, rules, whenUndetermined, knownBases, exemptions, doubt, held);
  }

  /// The same policy, in which rules for which no baseline was taken yet refuse nothing.
  public Policy refusingOnly(Predicate<String> ready) {
    Predicate<RuleSetting<?>> stays =
        rule -> rule.enforcement() != Enforcement.ENFORCE || ready.test(rule.rule().id());
    return rules.stream().allMatch(stays)
        ? this
        : withRules(
            rules.stream()
                .<RuleSetting<?>>map(
                    rule -> stays.test(rule) ? rule : rule.atMost(Enforcement.WARN))
                .toList());
  }

  /// The same policy with these of its rules alone.
  public Policy only(Predicate<String> wanted) {
    return withRules(rules.stream().filter(rule -> wanted.test(rule.rule().id())).toList());
  }

  /// The rules that refuse, by their ids.
  public Set<String> enforced() {
    return rules.stream()
        .filter(setting -> setting.enforcement() == Enforcement.ENFORCE)
        .map(setting -> setting.rule().id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Policy withRules(List<RuleSetting<?>> others) {
    return new Policy(
        name, match, others, whenUndetermined, knownBases, exemptions, doubt, baseline);
  }
}
