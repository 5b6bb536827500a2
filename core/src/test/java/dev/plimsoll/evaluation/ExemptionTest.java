package dev.plimsoll.evaluation;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Exemption.Allowance;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.verdict.Exempted;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Verdict.Admitted;
import dev.plimsoll.verdict.Verdict.Denied;
import dev.plimsoll.verdict.Verdict.Undetermined;
import dev.plimsoll.verdict.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemptionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(1);
  private static final ContainerContext CONTAINER = new ContainerContext("web", null);
  private static final Unknown UNREACHABLE = new Unknown(Cause.UNREACHABLE, "does not answer");

  private final Evaluator evaluator = new Evaluator(Measurements.ON_THE_SPOT);

  @Test
  void coversTheRuleThatItNamesAndNoOther() {
    Verdict verdict = judge(big(600), exemption(LATER, new Allowance("pull-size", null)));

    assertThat(verdict).isInstanceOf(Denied.class);
    assertThat(verdict.violations()).extracting(Violation::rule).containsExactly("root-user");
    assertThat(verdict.exempted())
        .containsExactly(
            new Exempted(
                "shop/load-line",
                "shop/legacy",
                "pull-size",
                "600.0 MiB to pull, limit 150.0 MiB"));
  }

  @Test
  void admitsWhereItCoversAll() {
    Verdict verdict =
        judge(
            big(600),
            exemption(LATER, new Allowance("pull-size", null), new Allowance("root-user", null)));

    assertThat(verdict).isInstanceOf(Admitted.class);
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.exempted()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"399, true", "400, true", "401, false"})
  void coversNoMoreThanItsCeiling(long mebibytes, boolean covered) {
    Verdict verdict =
        judge(
            big(mebibytes),
            exemption(
                LATER,
                new Allowance("pull-size", Bytes.ofMebi(400)),
                new Allowance("root-user", null)));

    assertThat(verdict.mayPass()).isEqualTo(covered);
  }

  @Test
  void endsTheMomentItExpires() {
    assertThat(judge(big(600), exemption(NOW, new Allowance("pull-size", null))).exempted())
        .isEmpty();
  }

  @Test
  void countsAtNoParticularMoment() {
    Policy policy = policy().under(List.of(exemption(LATER, new Allowance("pull-size", null))));

    assertThat(
            evaluator
                .evaluate(List.of(policy), List.of(new Inspected(big(600))), CONTAINER)
                .exempted())
        .isEmpty();
  }

  @Test
  void sparesARuleThatCannotBeJudged() {
    Exemption exemption =
        exemption(LATER, new Allowance("pull-size", null), new Allowance("root-user", null));

    Verdict verdict =
        evaluator.evaluate(
            List.of(policy().under(List.of(exemption))),
            List.of(new Uninspectable(UNREACHABLE, null)),
            CONTAINER,
            NOW);

    assertThat(verdict).isInstanceOf(Admitted.class);
    assertThat(verdict.exempted()).extracting(Exempted::detail).containsOnly("does not answer");
  }

  @Test
  void ceilingNeedsToKnowTheSize() {
    Exemption exemption = exemption(LATER, new Allowance("pull-size", Bytes.ofMebi(400)));

    Verdict verdict =
        evaluator.evaluate(
            List.of(policy().under(List.of(exemption))),
            List.of(new Uninspectable(UNREACHABLE, null)),
            CONTAINER,
            NOW);

    assertThat(verdict).isInstanceOf(Undetermined.class);
    assertThat(verdict.exempted()).isEmpty();
  }

  @Test
  void countsUnderThePolicyThatHonoursItAlone() {
    Policy honours =
        policy()
            .under(
                List.of(
                    exemption(
                        LATER,
                        new Allowance("pull-size", null),
                        new Allowance("root-user", null))));

    Verdict verdict =
        evaluator.evaluate(
            List.of(honours, policy()), List.of(new Inspected(big(600))), CONTAINER, NOW);

    assertThat(verdict).isInstanceOf(Denied.class);
    assertThat(verdict.violations()).hasSize(2);
  }

  @Test
  void keepsOnlyTheRulesThatAreAccepted() {
    Exemption exemption =
        exemption(LATER, new Allowance("pull-size", null), new Allowance("root-user", null));

    assertThat(exemption.onlyFor(rule -> rule.equals("pull-size")).allowances())
        .containsExactly(new Allowance("pull-size", null));
  }

  private Verdict judge(Facts facts, Exemption exemption) {
    return evaluator.evaluate(
        List.of(policy().under(List.of(exemption))), List.of(new Inspected(facts)), CONTAINER, NOW);
  }

  private static Exemption exemption(Instant expires, Allowance... allowances) {
    return new Exemption("shop/legacy", ImageMatch.EVERYTHING, List.of(allowances), expires);
  }

  private static Facts big(long mebibytes) {
    return image().layer(mebibytes, "COPY").user("root").facts();
  }

  private static Policy policy() {
    return new Policy(
        "shop/load-line",
        ImageMatch.EVERYTHING,
        List.of(
            new RuleSetting<>(
                new PullSize(), new PullSize.Parameters(Bytes.ofMebi(150)), Enforcement.ENFORCE),
            new RuleSetting<>(new RootUser(), new RootUser.Parameters(), Enforcement.ENFORCE)),
        Map.of(),
        List.of());
  }
}
