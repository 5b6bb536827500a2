package dev.plimsoll.evaluation;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.rule.VulnerabilityReport;
import dev.plimsoll.rule.VulnerabilityReport.Found;
import dev.plimsoll.rule.VulnerabilityReport.Level;
import dev.plimsoll.rule.packages.Vulnerabilities;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Verdict.Admitted;
import dev.plimsoll.verdict.Verdict.Denied;
import dev.plimsoll.verdict.Verdict.Undetermined;
import dev.plimsoll.verdict.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluatorTest extends EvaluatedImages {
  @Test
  void judgesByTheReportOnTheImageThatIsJudged() {
    Facts facts = small();
    Map<Digest, VulnerabilityReport> reports =
        Map.of(
            facts.digest(),
            new VulnerabilityReport(
                "Trivy", Instant.EPOCH, Map.of(Level.CRITICAL, new Found(1, 1, List.of("zlib")))));
    Evaluator informed =
        new Evaluator(Measurements.ON_THE_SPOT, image -> Optional.ofNullable(reports.get(image)));
    Policy policy =
        new Policy(
            "shop/vulnerabilities",
            ImageMatch.EVERYTHING,
            List.of(
                new RuleSetting<>(
                    new Vulnerabilities(), new Vulnerabilities().defaults(), Enforcement.ENFORCE)),
            Map.of(),
            List.of());

    assertThat(policy.asksForReports()).isTrue();
    assertThat(informed.evaluate(List.of(policy), List.of(read(facts)), CONTAINER))
        .isInstanceOf(Denied.class);
    assertThat(evaluator.evaluate(List.of(policy), List.of(read(facts)), CONTAINER))
        .isInstanceOf(Undetermined.class);
    assertThat(
            informed.evaluate(
                List.of(policy),
                List.of(read(facts)),
                CONTAINER.reportedBy(new VulnerabilityReport("by hand", Instant.EPOCH, Map.of()))))
        .as("what comes with the container")
        .isInstanceOf(Admitted.class);
  }

  @Test
  void admitsWithoutPolicies() {
    assertThat(evaluator.evaluate(List.of(), List.of(read(big())), CONTAINER))
        .isEqualTo(new Admitted(List.of()));
  }

  @Test
  void admitsWhatNoRuleFindsTooMuch() {
    assertThat(judge(policy(Enforcement.ENFORCE), read(small())))
        .isEqualTo(new Admitted(List.of()));
  }

  @Test
  void deniesAndNamesEveryViolationWorstFirst() {
    Verdict verdict = judge(policy(Enforcement.ENFORCE), read(big()));

    assertThat(verdict).isInstanceOf(Denied.class);
    assertThat(verdict.violations())
        .extracting(Violation::rule)
        .containsExactly("root-user", "compiler", "pull-size");
  }

  @ParameterizedTest
  @EnumSource(
      value = Enforcement.class,
      names = {"WARN", "AUDIT"})
  void admitsAViolationThatIsNotEnforcedAndStillNamesIt(Enforcement enforcement) {
    Verdict verdict = judge(policy(enforcement), read(big()));

    assertThat(verdict).isInstanceOf(Admitted.class);
    assertThat(verdict.violations()).hasSize(3).allMatch(v -> v.enforcement() == enforcement);
  }

  @Test
  void letsTheWorstPlatformWinAndNamesIt() {
    Platform arm = new Platform("linux", "arm64", null);
    Facts other = image().layer(900, null).user("7").debian().platform(arm).facts();

    Verdict verdict = judge(policy(Enforcement.ENFORCE), read(small()), read(other));

    assertThat(verdict).isInstanceOf(Denied.class);
    assertThat(verdict.violations()).extracting(Violation::platform).containsExactly(arm);
  }

  @Test
  void saysTheSameOfTwoPlatformsOnce() {
    assertThat(judge(policy(Enforcement.ENFORCE), read(big()), read(big())).violations())
        .hasSize(3);
  }

  @Test
  void asksOfAllPoliciesThatMatch() {
    Policy lenient = policy("shop/lenient", Enforcement.AUDIT, Map.of());
    Policy strict = policy("shop/strict", Enforcement.ENFORCE, Map.of());

    assertThat(evaluator.evaluate(List.of(lenient, strict), List.of(read(big())), CONTAINER))
        .isInstanceOf(Denied.class);
  }

  @ParameterizedTest
  @CsvSource({
    "DENY, true, Denied",
    "WARN, true, Denied",
    "DENY, false, Undetermined",
    "ALLOW, false, Undetermined",
  })
  void deniedOutweighsUndeterminedOutweighsAdmittedOverPolicies(
      UndeterminedAction open, boolean violates, String outcome) {
    Facts facts = image().layer(violates ? 600 : 1, "COPY").user("7").facts();
    Policy size =
        new Policy(
            "shop/size",
            ImageMatch.EVERYTHING,
            List.of(
                new RuleSetting<>(
                    new PullSize(),
                    new PullSize.Parameters(Bytes.ofMebi(150)),
                    Enforcement.ENFORCE)),
            Map.of(),
            List.of());
    Policy content = policy("shop/content", Enforcement.WARN, Map.of(Cause.SCAN_PENDING, open));

    for (List<Policy> order : List.of(List.of(size, content), List.of(content, size))) {
      Verdict verdict =
          evaluator.evaluate(order, List.of(new Inspected(facts, PENDING)), CONTAINER);
      assertThat(verdict.getClass().getSimpleName()).isEqualTo(outcome);
    }
  }
}
