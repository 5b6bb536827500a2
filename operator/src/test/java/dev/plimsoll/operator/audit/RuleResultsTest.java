package dev.plimsoll.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.operator.policyreport.AuditedWorkload;
import dev.plimsoll.operator.policyreport.Outcome;
import dev.plimsoll.operator.policyreport.RuleResult;
import dev.plimsoll.operator.running.Owner;
import dev.plimsoll.operator.running.Pods;
import dev.plimsoll.operator.running.RunningImage;
import dev.plimsoll.policy.Exemption;
import dev.plimsoll.policy.Exemption.Allowance;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RuleResultsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final RunningImage IMAGE =
      RunningImage.pinned(
          Reference.parse("registry.example.com/web:1"),
          Digest.parse(Pods.DIGEST),
          "registry.example.com/web@" + Pods.DIGEST);
  private static final Inspection BAD =
      new Inspected(
          FactsBuilder.image()
              .layer(90, "RUN apt-get install gcc")
              .files(FileClass.COMPILER, "gcc-12", 50, "/usr/bin/gcc-12")
              .user("1000")
              .facts());

  @Test
  void saysOfEveryRuleWhatCameOfIt() {
    List<RuleResult> results =
        results(policy("{rules: {user: {rootUser: {}}, buildTools: {compiler: {}}}}"), BAD);

    assertThat(results)
        .extracting(RuleResult::rule, RuleResult::outcome)
        .containsExactlyInAnyOrder(
            tuple("root-user", Outcome.PASS), tuple("compiler", Outcome.FAIL));
    RuleResult compiler = of(results, "compiler");
    assertThat(compiler.policy()).isEqualTo("shop/load-line");
    assertThat(compiler.message()).contains("gcc-12", ", limit ", "; ");
    assertThat(compiler.properties())
        .containsEntry("container", "app")
        .containsEntry("digest", Pods.DIGEST)
        .containsEntry("enforcement", "enforce")
        .containsEntry("layer", "1")
        .containsKey("reclaimableBytes");
  }

  @Test
  void violationsFailInAnyModeAndAdviceIsAWarning() {
    RuleResult audited =
        results(policy("{enforcement: Audit, rules: {buildTools: {compiler: {}}}}"), BAD)
            .getFirst();
    Inspection withLists =
        new Inspected(
            FactsBuilder.image()
                .layer(90, "RUN apt-get update")
                .files(FileClass.APT_LISTS, 20, 40, "/var/lib/apt/lists/main")
                .debian()
                .user("1000")
                .facts());

    assertThat(audited.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(audited.properties()).containsEntry("enforcement", "audit");
    assertThat(of(results(policy("{profile: Baseline}"), withLists), "apt-lists").outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void whatCouldNotBeJudgedIsAnErrorWithItsCause() {
    RuleResult result =
        results(
                policy("{rules: {buildTools: {compiler: {}}}}"),
                new Uninspectable(new Unknown(Cause.UNREACHABLE, "nobody answers"), null))
            .getFirst();

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.message()).isEqualTo("nobody answers");
    assertThat(result.properties()).containsEntry("cause", "unreachable");
    assertThat(result.severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void whatIsExemptIsSkippedAndNamesTheExemption() {
    Exemption exemption =
        new Exemption(
            "shop/legacy",
            ImageMatch.EVERYTHING,
            List.of(new Allowance("compiler", null)),
            NOW.plusSeconds(60));
    Policy policy = policy("{rules: {buildTools: {compiler: {}}}}").under(List.of(exemption));

    RuleResult result = results(policy, BAD).getFirst();

    assertThat(result.outcome()).isEqualTo(Outcome.SKIP);
    assertThat(result.message()).isEqualTo("exempted by shop/legacy");
  }

  @Test
  void saysNothingOfWhatIsInAnImageThatIsNotOpenToTheNamespace() {
    Judged judged = judged(policy("{rules: {buildTools: {compiler: {}}}}"), BAD, "web");

    RuleResult result =
        RuleResults.byWorkload(List.of(judged), (_, _) -> false)
            .getFirst()
            .results()
            .get()
            .getFirst();

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.message()).doesNotContain("gcc").contains("pull secrets");
    assertThat(result.properties()).doesNotContainKeys("layer", "reclaimableBytes");
  }

  @Test
  void putsTogetherWhatIsOneWorkloads() {
    Policy one = policy("{rules: {buildTools: {compiler: {}}}}");
    Policy other = policy("{rules: {user: {rootUser: {}}}}");

    List<AuditedWorkload> workloads =
        RuleResults.byWorkload(
            List.of(judged(one, BAD, "web"), judged(one, BAD, "api"), judged(other, BAD, "web")),
            (_, _) -> true);

    assertThat(workloads)
        .extracting(workload -> workload.workload().getName())
        .containsExactly("web", "api");
    assertThat(workloads.getFirst().results().get())
        .extracting(RuleResult::rule)
        .containsExactly("compiler", "root-user");
  }

  @Test
  void asksSeldomForWhatWasNotOpen() {
    AtomicInteger asked = new AtomicInteger();
    Round.Told told =
        new Closed()
            .seldom(
                (_, _) -> {
                  asked.incrementAndGet();
                  return false;
                });
    Unit unit = new Unit("shop", new Owner("Deployment", "web"), "app", Pods.DIGEST);

    assertThat(told.isAllowed(unit, IMAGE)).isFalse();
    assertThat(told.isAllowed(unit, IMAGE)).isFalse();

    assertThat(asked).hasValue(1);
  }

  private static List<RuleResult> results(Policy policy, Inspection inspection) {
    return new ArrayList<>(
        RuleResults.byWorkload(List.of(judged(policy, inspection, "web")), (_, _) -> true)
            .getFirst()
            .results()
            .get());
  }

  private static Judged judged(Policy policy, Inspection inspection, String workload) {
    return new Judged(
        policy,
        new Unit("shop", new Owner("Deployment", workload), "app", Pods.DIGEST),
        IMAGE,
        new Evaluator(Measurements.ON_THE_SPOT)
            .evaluate(
                List.of(policy),
                List.of(inspection),
                new ContainerContext("app", (Long) null),
                NOW));
  }

  private static RuleResult of(List<RuleResult> results, String rule) {
    return results.stream().filter(result -> result.rule().equals(rule)).findFirst().orElseThrow();
  }

  private static Policy policy(String spec) {
    return Policies.indexed(spec).policy().orElseThrow();
  }
}
