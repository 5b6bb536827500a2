package dev.plimsoll.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.InvalidReferenceException;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.parameter.NoParameters;
import dev.plimsoll.rule.reference.DigestRequired;
import dev.plimsoll.rule.reference.MutableTag;
import dev.plimsoll.rule.reference.RegistryNotAllowed;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import dev.plimsoll.wording.Wording;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnreadableNameTest {
  private static final String WHY = "port 99999 of registry \"a.example:99999\" is none";
  private static final Inspection UNREADABLE =
      UnreadableName.inspection(new InvalidReferenceException(WHY));
  private static final ImageMatch SHOP = new ImageMatch(List.of("registry.example.com/**"));

  private final Evaluator evaluator = new Evaluator(Measurements.ON_THE_SPOT);

  @Test
  void breaksEveryRuleAboutNamesWhateverIsAllowedWhereNothingIsKnown() {
    Verdict verdict =
        judge(
            List.of(
                new RuleSetting<>(
                    new RegistryNotAllowed(),
                    new RegistryNotAllowed.Parameters(List.of("**")),
                    Enforcement.ENFORCE),
                new RuleSetting<>(new DigestRequired(), NoParameters.NONE, Enforcement.ENFORCE),
                setting(new MutableTag(), Enforcement.WARN)),
            Map.of(Cause.UNREADABLE, UndeterminedAction.ALLOW));

    assertThat(verdict).isInstanceOf(Verdict.Denied.class);
    assertThat(verdict.violations())
        .extracting(Violation::rule)
        .containsExactly("registry-not-allowed", "digest-required", "mutable-tag");
    assertThat(Wording.line(verdict.violations().getFirst()))
        .isEqualTo(
            "registry-not-allowed: the image's name cannot be read, limit one that can"
                + " (policy shop/names)");
    assertThat(verdict.violations().getFirst().finding().fix()).contains(WHY);
  }

  @ParameterizedTest
  @EnumSource(
      value = Enforcement.class,
      names = {"WARN", "AUDIT"})
  void isNoHarderThanTheRule(Enforcement enforcement) {
    Verdict verdict = judge(List.of(setting(new MutableTag(), enforcement)), Map.of());
    assertThat(verdict.mayPass()).isTrue();
    assertThat(verdict.violations()).hasSize(1);
  }

  @Test
  void isAsUnreadableAsItsImage() {
    List<RuleSetting<?>> rules = List.of(setting(new RootUser(), Enforcement.ENFORCE));
    assertThat(judge(rules, Map.of(Cause.UNREADABLE, UndeterminedAction.DENY)).mayPass()).isFalse();
    assertThat(judge(rules, Map.of(Cause.UNREADABLE, UndeterminedAction.WARN)).mayPass()).isTrue();
  }

  @Test
  void mayBeWhatAnyPolicyIsAboutAndIsNoneThatAnExemptionIsAbout() {
    assertThat(SHOP.mayCover(Reference.UNREADABLE)).isTrue();
    assertThat(SHOP.covers(Reference.UNREADABLE)).isFalse();
    assertThat(SHOP.mayCover(Reference.parse("nginx"))).isFalse();
  }

  private static <P extends Record> RuleSetting<P> setting(Rule<P> rule, Enforcement enforcement) {
    return new RuleSetting<>(rule, rule.defaults(), enforcement);
  }

  private Verdict judge(List<RuleSetting<?>> rules, Map<Cause, UndeterminedAction> actions) {
    Policy policy = new Policy("shop/names", SHOP, rules, actions, List.of());
    ContainerContext container = new ContainerContext("web", null).of(Reference.UNREADABLE);
    return evaluator.evaluate(List.of(policy), List.of(UNREADABLE), container);
  }
}
