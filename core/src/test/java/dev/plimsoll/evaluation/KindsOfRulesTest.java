package dev.plimsoll.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.NoParameters;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of rules that are not about sizes of files: advice, names, what nobody can tell.
class KindsOfRulesTest {
  private static final Unknown NO_HISTORY =
      new Unknown(Cause.NOT_STATED, "the image has no history");
  private static final Inspection IMAGE =
      new Inspected(FactsBuilder.image().layer(5, "COPY . .").facts());
  private static final ContainerContext NAMED =
      new ContainerContext("web", null).of(Reference.parse("registry.example.com/shop/web:1"));

  @ParameterizedTest
  @CsvSource({
    "ADVICE, ENFORCE, false, WARN",
    "ADVICE, ENFORCE, true, ENFORCE",
    "ADVICE, AUDIT, false, AUDIT",
    "LOW, ENFORCE, false, ENFORCE",
  })
  void adviceOnlyWarnsUnlessThePolicyInsists(
      Severity severity, Enforcement inherited, boolean explicit, Enforcement taken) {
    Verdict verdict =
        judge(new ScriptedRule(severity, Depth.CONFIG, null), inherited, explicit, NAMED, IMAGE);

    assertThat(verdict.violations())
        .singleElement()
        .extracting(Violation::enforcement)
        .isEqualTo(taken);
  }

  @Test
  void ruleAboutTheNameIsJudgedThoughTheImageCannotBeRead() {
    Verdict verdict =
        judge(
            new ScriptedRule(Severity.LOW, Depth.REFERENCE, null),
            Enforcement.ENFORCE,
            false,
            NAMED,
            new Uninspectable(new Unknown(Cause.UNREACHABLE, "refused"), null));

    assertThat(verdict).isInstanceOf(Verdict.Denied.class);
    assertThat(verdict.undecided()).isEmpty();
    assertThat(verdict.violations().getFirst().actual()).isEqualTo("named shop/web");
  }

  @Test
  void ruleAboutTheNameIsUndeterminedWhereNobodySaidIt() {
    Verdict verdict =
        judge(
            new ScriptedRule(Severity.LOW, Depth.REFERENCE, null),
            Enforcement.ENFORCE,
            false,
            new ContainerContext("web", null),
            IMAGE);

    assertThat(verdict).isInstanceOf(Verdict.Undetermined.class);
  }

  @Test
  void whatCouldNotBeMeasuredIsUndeterminedAndNeverHarderThanTheRule() {
    Verdict advice =
        judge(
            new ScriptedRule(Severity.ADVICE, Depth.CONFIG, NO_HISTORY),
            Enforcement.ENFORCE,
            false,
            NAMED,
            IMAGE);
    Verdict asked =
        judge(
            new ScriptedRule(Severity.ADVICE, Depth.CONFIG, NO_HISTORY),
            Enforcement.ENFORCE,
            true,
            NAMED,
            IMAGE);

    assertThat(advice.undecided())
        .singleElement()
        .extracting(UndecidedRules::why, UndecidedRules::action)
        .containsExactly(NO_HISTORY, UndeterminedAction.WARN);
    assertThat(advice.mayPass()).isTrue();
    assertThat(asked.mayPass()).isFalse();
  }

  private static Verdict judge(
      ScriptedRule rule,
      Enforcement enforcement,
      boolean explicit,
      ContainerContext container,
      Inspection inspection) {
    Policy policy =
        new Policy(
            "shop/scripted",
            ImageMatch.EVERYTHING,
            List.of(new RuleSetting<>(rule, NoParameters.NONE, enforcement, explicit)),
            Map.of(Cause.NOT_STATED, UndeterminedAction.DENY),
            List.of());
    return new Evaluator((measured, facts) -> measured.measure(facts))
        .evaluate(List.of(policy), List.of(inspection), container);
  }
}
