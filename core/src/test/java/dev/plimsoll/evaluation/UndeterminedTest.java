package dev.plimsoll.evaluation;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.verdict.UndecidedRules;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Verdict.Admitted;
import dev.plimsoll.verdict.Verdict.Denied;
import dev.plimsoll.verdict.Verdict.Undetermined;
import dev.plimsoll.verdict.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UndeterminedTest extends EvaluatedImages {
  private static final Unknown REFUSED = new Unknown(Cause.UNREACHABLE, "refused");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ruleThatFailsIsUndecidedAndTheOthersAreJudged(boolean tooDeep) {
    Evaluator failing =
        new Evaluator(
                (rule, facts) -> {
                  if (rule instanceof PullSize) {
                    if (tooDeep) {
                      throw new StackOverflowError();
                    }
                    throw new IllegalStateException("a fault of ours");
                  }
                  return rule.measure(facts);
                })
            .with((_, rule, _) -> new Unknown(Cause.UNREADABLE, rule + " failed"));
    Policy policy =
        new Policy(
            "shop/two",
            ImageMatch.EVERYTHING,
            List.of(
                new RuleSetting<>(new PullSize(), new PullSize().defaults(), Enforcement.ENFORCE),
                new RuleSetting<>(new RootUser(), new RootUser().defaults(), Enforcement.ENFORCE)),
            Map.of(),
            List.of());

    Facts asRoot = image().debian().layer(20, "COPY").user("root").facts();
    Verdict verdict = failing.evaluate(List.of(policy), List.of(read(asRoot)), CONTAINER);

    assertThat(verdict.undecided())
        .singleElement()
        .satisfies(
            undecided -> {
              assertThat(undecided.rules()).containsExactly("pull-size");
              assertThat(undecided.why().cause()).isEqualTo(Cause.UNREADABLE);
            });
    assertThat(verdict.violations()).extracting(Violation::rule).containsExactly("root-user");
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
}
