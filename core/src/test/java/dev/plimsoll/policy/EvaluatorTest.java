package dev.plimsoll.policy;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Verdict.Admitted;
import dev.plimsoll.policy.Verdict.Denied;
import dev.plimsoll.policy.Verdict.Undetermined;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.VulnerabilityReport;
import dev.plimsoll.rule.VulnerabilityReport.Found;
import dev.plimsoll.rule.VulnerabilityReport.Level;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.packages.Vulnerabilities;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluatorTest {
  private static final ContainerContext CONTAINER = new ContainerContext("web", null);
  private static final Unknown PENDING = new Unknown(Cause.SCAN_PENDING, "being read");
  private static final Unknown REFUSED = new Unknown(Cause.UNREACHABLE, "refused");

  private final Evaluator evaluator = new Evaluator(Measurements.ON_THE_SPOT);

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
  void deniesAtConfigDepthWhileTheFilesArePending() {
    Facts config = image().layer(600, null).user("7").facts();

    Verdict verdict = judge(policy(Enforcement.ENFORCE), new Inspected(config, PENDING));

    assertThat(verdict).isInstanceOf(Denied.class);
    assertThat(verdict.violations()).extracting(Violation::rule).containsExactly("pull-size");
    assertThat(verdict.undecided())
        .containsExactly(
            new UndecidedRules(
                "shop/load-line", List.of("compiler"), PENDING, UndeterminedAction.DENY));
  }

  @Test
  void leavesOpenWhatOnlyTheFilesCanTell() {
    Facts config = image().layer(1, null).user("7").facts();

    assertThat(judge(policy(Enforcement.ENFORCE), new Inspected(config, PENDING)))
        .isEqualTo(
            new Undetermined(
                List.of(),
                List.of(
                    new UndecidedRules(
                        "shop/load-line", List.of("compiler"), PENDING, UndeterminedAction.DENY))));
  }

  /// Whoever the image declares, read or not, its workload has the last word.
  @Test
  void judgesTheUserThatTheWorkloadSetsThoughTheImageWasNotRead() {
    var policy =
        new Policy(
            "shop/user",
            ImageMatch.EVERYTHING,
            List.of(
                new RuleSetting<>(new RootUser(), new RootUser.Parameters(), Enforcement.ENFORCE)),
            Map.of(Cause.SCAN_PENDING, UndeterminedAction.DENY),
            List.of());
    var named = new Inspected(image().layer(1, null).user("node").facts(), PENDING);

    for (Inspection image : List.of(named, new Uninspectable(PENDING, null))) {
      assertThat(evaluate(policy, image, null)).isInstanceOf(Undetermined.class);
      assertThat(evaluate(policy, image, 0L)).isInstanceOf(Denied.class);
      assertThat(evaluate(policy, image, 1000L)).isInstanceOf(Admitted.class);
    }
  }

  private Verdict evaluate(Policy policy, Inspection image, @Nullable Long runAsUser) {
    return evaluator.evaluate(
        List.of(policy), List.of(image), new ContainerContext("web", runAsUser));
  }

  @Test
  void neverAdmitsOnWhatAnImageSaysOfItself() {
    Verdict verdict = judge(policy(Enforcement.ENFORCE), new Inspected(big(), PENDING));

    assertThat(verdict.violations()).extracting(Violation::rule).doesNotContain("compiler");
    assertThat(verdict.undecided())
        .containsExactly(
            new UndecidedRules(
                "shop/load-line", List.of("compiler"), PENDING, UndeterminedAction.DENY));
    assertThat(judge(policy(Enforcement.ENFORCE), new Inspected(small(), PENDING)))
        .isInstanceOf(Undetermined.class);
  }

  @Test
  void deniesOnSizesThatAnImageSaysOfItself() {
    assertThat(judge(onSizesOfFiles(500), new Inspected(big(), PENDING)))
        .isInstanceOf(Denied.class);
    assertThat(judge(onSizesOfFiles(700), new Inspected(big(), PENDING)))
        .isInstanceOf(Undetermined.class);
    assertThat(judge(onSizesOfFiles(700), read(big()))).isInstanceOf(Admitted.class);
  }

  /// A policy whose only rule is one of sizes that needs files.
  private static Policy onSizesOfFiles(long mebi) {
    return new Policy(
        "shop/disk",
        ImageMatch.EVERYTHING,
        List.of(
            new RuleSetting<>(
                new SizeOfFiles(),
                new PullSize.Parameters(Bytes.ofMebi(mebi)),
                Enforcement.ENFORCE)),
        Map.of(Cause.SCAN_PENDING, UndeterminedAction.DENY),
        List.of());
  }

  /// As [PullSize], but only once the files are known.
  private static final class SizeOfFiles implements Rule<PullSize.Parameters> {
    private final PullSize like = new PullSize();

    @Override
    public RuleDescription description() {
      RuleDescription like = this.like.description();
      return new RuleDescription(
          "size-of-files",
          like.family(),
          like.severity(),
          Depth.FILES,
          like.sentence(),
          like.reason(),
          like.fix(),
          like.practice(),
          like.falsePositives(),
          like.since());
    }

    @Override
    public PullSize.Parameters defaults() {
      return like.defaults();
    }

    @Override
    public List<Finding> measure(Facts facts) {
      return like.measure(facts);
    }

    @Override
    public Judgement judge(
        Finding finding, PullSize.Parameters parameters, ContainerContext container) {
      return like.judge(finding, parameters, container);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ENFORCE, DENY, DENY",
    "ENFORCE, WARN, WARN",
    "ENFORCE, ALLOW, ALLOW",
    "WARN, DENY, WARN",
    "WARN, ALLOW, ALLOW",
    "AUDIT, DENY, ALLOW",
    "AUDIT, WARN, ALLOW",
  })
  void neverActsHarderOnTheUnknownThanTheRuleWould(
      Enforcement enforcement, UndeterminedAction wanted, UndeterminedAction taken) {
    Policy policy = policy(enforcement, Map.of(Cause.UNREACHABLE, wanted));

    Verdict verdict = judge(policy, new Uninspectable(REFUSED, null));

    assertThat(verdict)
        .isInstanceOfSatisfying(Undetermined.class, u -> assertThat(u.action()).isEqualTo(taken));
    assertThat(verdict.undecided())
        .singleElement()
        .satisfies(
            u -> assertThat(u.rules()).containsExactly("pull-size", "root-user", "compiler"));
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

  @Test
  void leavesEveryRuleOpenWhereNobodyLookedIntoTheImage() {
    Verdict verdict = judge(policy(Enforcement.ENFORCE));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Undetermined.class, u -> assertThat(u.action()).isEqualTo(UndeterminedAction.DENY));
    assertThat(verdict.undecided())
        .singleElement()
        .satisfies(
            open -> {
              assertThat(open.rules()).containsExactly("pull-size", "root-user", "compiler");
              assertThat(open.why().cause()).isEqualTo(Cause.SCAN_PENDING);
            });
  }

  @Test
  void leavesOpenWhatAPolicyInDoubtAsksAndJudgesTheOthers() {
    Unknown doubt = new Unknown(Cause.UNREACHABLE, "the namespace's labels are not known");
    Policy sure = policy("shop/sure", Enforcement.WARN, Map.of());
    Policy doubtful = policy("doubtful", Enforcement.ENFORCE, Map.of()).inDoubt(doubt);

    Verdict verdict = evaluator.evaluate(List.of(sure, doubtful), List.of(read(big())), CONTAINER);

    assertThat(verdict).isInstanceOf(Undetermined.class);
    assertThat(verdict.violations()).extracting(Violation::policy).containsOnly("shop/sure");
    assertThat(verdict.undecided()).extracting(UndecidedRules::why).containsExactly(doubt);
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

  private Verdict judge(Policy policy, Inspection... inspections) {
    return evaluator.evaluate(List.of(policy), List.of(inspections), CONTAINER);
  }

  private static Inspection read(Facts facts) {
    return new Inspected(facts);
  }

  private static Facts small() {
    return image().debian().layer(20, "COPY").user("7").facts();
  }

  private static Facts big() {
    return image()
        .layer(600, "RUN apt-get install gcc")
        .files(FileClass.COMPILER, "gcc-12", 50, "/usr/bin/gcc-12")
        .facts();
  }

  private static Policy policy(Enforcement enforcement) {
    return policy(enforcement, Map.of(Cause.SCAN_PENDING, UndeterminedAction.DENY));
  }

  private static Policy policy(Enforcement enforcement, Map<Cause, UndeterminedAction> open) {
    return policy("shop/load-line", enforcement, open);
  }

  private static Policy policy(
      String name, Enforcement enforcement, Map<Cause, UndeterminedAction> open) {
    return new Policy(
        name,
        ImageMatch.EVERYTHING,
        List.of(
            new RuleSetting<>(
                new PullSize(), new PullSize.Parameters(Bytes.ofMebi(150)), enforcement),
            new RuleSetting<>(new RootUser(), new RootUser.Parameters(), enforcement),
            new RuleSetting<>(new Compiler(), new Compiler.Parameters(List.of()), enforcement)),
        open,
        List.of());
  }
}
