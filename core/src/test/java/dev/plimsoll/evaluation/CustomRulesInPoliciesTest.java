package dev.plimsoll.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.ContainerContext.Placement;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.custom.Compilation.Compiled;
import dev.plimsoll.rule.custom.CustomDeclaration;
import dev.plimsoll.rule.custom.CustomRule;
import dev.plimsoll.rule.parameter.NoParameters;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import dev.plimsoll.wording.Wording;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomRulesInPoliciesTest {
  private static final Facts IMAGE = FactsBuilder.image().layer(30, "COPY app /").facts();
  private static final ContainerContext CONTAINER =
      new ContainerContext("app", null)
          .of(Reference.parse("registry.example.com/shop/api:1"))
          .in(
              new Placement(
                  "shop", Map.of("stage", "production"), Map.of("labels", Map.of("tier", "web"))));

  @Test
  void deniesWhatItsExpressionSaysFalseOf() {
    Verdict verdict =
        judged(IMAGE, rule("small", "image.pullSize < 1000", "too large", Severity.HIGH));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Denied.class,
            denied -> {
              Violation violation = denied.violations().getFirst();
              assertThat(violation.rule()).isEqualTo("custom/small");
              assertThat(violation.finding().severity()).isEqualTo(Severity.HIGH);
              assertThat(Wording.line(violation))
                  .isEqualTo("custom/small: too large, limit none (policy shop/own)");
              assertThat(violation.finding().fix()).contains("image.pullSize < 1000");
            });
  }

  @Test
  void admitsWhatItsExpressionSaysTrueOf() {
    assertThat(
            judged(
                IMAGE,
                rule("reference", "image.repository == 'shop/api'"),
                rule("container", "container.name == 'app' && !has(container.runAsUser)"),
                rule("pod", "pod.labels.tier == 'web'"),
                rule("namespace", "namespace.name == 'shop' && namespace.labels.stage != ''")))
        .isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void neverAdmitsWhatItCannotTell() {
    CustomRule rule = rule("stated", "image.labels.team != ''");

    assertThat(judged(IMAGE, rule))
        .isInstanceOfSatisfying(
            Verdict.Undetermined.class,
            open -> {
              assertThat(open.undecided().getFirst().why().cause()).isEqualTo(Cause.NOT_STATED);
              assertThat(open.undecided().getFirst().why().detail())
                  .isEqualTo("custom/stated cannot be decided: 'team' is not stated");
            });
  }

  @Test
  void asksForTheFilesWhereItReadsThem() {
    CustomRule rule = rule("packages", "image.packages.size() < 10");

    assertThat(rule.description().depth()).isEqualTo(Depth.FILES);
    assertThat(judged(IMAGE, rule))
        .isInstanceOfSatisfying(
            Verdict.Undetermined.class,
            open ->
                assertThat(open.undecided().getFirst().why().cause())
                    .isEqualTo(Cause.SCAN_PENDING));
  }

  @Test
  void twoPoliciesWithRulesOfOneNameAreJudgedApart() {
    KeptMeasurements kept = new KeptMeasurements(10, 10);
    Policy mild = policy(rule("small", "image.pullSize < 1000000000"));
    Policy strict = policy(rule("small", "image.pullSize < 1000"));

    assertThat(judged(kept, mild)).isInstanceOf(Verdict.Admitted.class);
    assertThat(judged(kept, strict)).isInstanceOf(Verdict.Denied.class);
    assertThat(judged(kept, mild)).isInstanceOf(Verdict.Admitted.class);
  }

  private static Verdict judged(Facts facts, CustomRule... rules) {
    return judged(Measurements.ON_THE_SPOT, policy(rules));
  }

  private static Verdict judged(Measurements measurements, Policy policy) {
    return new Evaluator(measurements)
        .evaluate(List.of(policy), List.of(new Inspected(IMAGE)), CONTAINER);
  }

  private static Policy policy(CustomRule... rules) {
    return new Policy(
        "shop/own",
        ImageMatch.EVERYTHING,
        List.of(rules).stream()
            .<RuleSetting<?>>map(
                rule -> new RuleSetting<>(rule, NoParameters.NONE, Enforcement.ENFORCE))
            .toList(),
        Map.of(),
        List.of());
  }

  private static CustomRule rule(String name, String expression) {
    return rule(name, expression, "it is not so", Severity.MEDIUM);
  }

  private static CustomRule rule(String name, String expression, String message, Severity how) {
    return ((Compiled)
            CustomRule.compile(new CustomDeclaration(name, expression, message, null, how)))
        .rule();
  }
}
