package dev.plimsoll.evaluation;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.Violation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The policy that has every rule of the catalogue with its defaults: what is to be said of an
/// image where no policy of anybody's is asked.
public final class EveryRule {
  private static final Policy POLICY =
      new Policy(
          "every rule",
          ImageMatch.EVERYTHING,
          Catalogue.rules().stream().<RuleSetting<?>>map(EveryRule::byDefault).toList(),
          Map.of(),
          List.of());

  private EveryRule() {}

  private static <P extends Record> RuleSetting<P> byDefault(Rule<P> rule) {
    return new RuleSetting<>(rule, rule.defaults(), Enforcement.AUDIT);
  }

  /// What is too much in an image, whatever container runs it.
  public static List<Violation> brokenBy(Facts image, Evaluator evaluator) {
    return evaluator
        .evaluate(
            List.of(POLICY), List.of(new Inspected(image)), new ContainerContext("", (Long) null))
        .violations();
  }

  /// The files that go once all of that is mended, each once.
  public static Set<FileGroup> reclaimable(List<Violation> violations) {
    Set<FileGroup> union = new HashSet<>();
    violations.forEach(violation -> union.addAll(violation.finding().reclaimable()));
    return union;
  }
}
