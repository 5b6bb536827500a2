package dev.plimsoll.evaluation;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Recording.Running;
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
import dev.plimsoll.policy.baseline.Baseline;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.reference.MutableTag;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.verdict.Tolerated;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Verdict.Admitted;
import dev.plimsoll.verdict.Verdict.Denied;
import dev.plimsoll.verdict.Verdict.Undetermined;
import dev.plimsoll.verdict.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What ran is recorded, and tolerated as long as it is no worse.
class BaselineTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Reference NAME = Reference.parse("registry.example.com/shop:latest");
  private static final Digest OLD = Digest.parse("sha256:" + "a".repeat(64));
  private static final Digest OTHER = Digest.parse("sha256:" + "b".repeat(64));
  private static final Unknown REFUSED = new Unknown(Cause.UNAUTHORIZED, "wants credentials");
  private static final ContainerContext PLAIN = new ContainerContext("web", null).of(NAME);
  private static final Set<String> RULES = Set.of("pull-size", "root-user", "mutable-tag");

  private final Evaluator evaluator = new Evaluator(Measurements.ON_THE_SPOT);

  @Test
  void toleratesWhatRan() {
    Verdict verdict = judge(taken(facts(OLD, 600)), PLAIN, inspected(facts(OLD, 600)));

    assertThat(verdict).isInstanceOf(Admitted.class);
    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.tolerated())
        .containsExactly(
            new Tolerated(
                "shop/load-line", "pull-size", "600.0 MiB to pull, limit 150.0 MiB", null),
            new Tolerated(
                "shop/load-line",
                "root-user",
                "root (the image sets USER root), limit non-root",
                null),
            new Tolerated(
                "shop/load-line",
                "mutable-tag",
                "tag latest, limit a tag that stays, or a digest",
                null));
  }

  @Test
  void refusesAnotherDigestOfTheSameName() {
    Verdict verdict = judge(taken(facts(OLD, 600)), PLAIN, inspected(facts(OTHER, 600)));

    assertThat(verdict).isInstanceOf(Denied.class);
    assertThat(verdict.violations())
        .extracting(Violation::rule)
        .containsExactlyInAnyOrder("pull-size", "root-user");
    assertThat(verdict.tolerated()).extracting(Tolerated::rule).containsExactly("mutable-tag");
  }

  @Test
  void refusesWhatGotWorse() {
    Verdict verdict = judge(taken(facts(OLD, 600)), PLAIN, inspected(facts(OLD, 601)));

    assertThat(verdict.violations()).extracting(Violation::rule).containsExactly("pull-size");
  }

  /// What ran as somebody, by its workload's word, is not tolerated as root without that word.
  @Test
  void refusesADroppedSecurityContext() {
    ContainerContext asSomebody = new ContainerContext("web", 1000L).of(NAME);
    Baseline baseline = take(asSomebody, inspected(facts(OLD, 600)));

    assertThat(judge(baseline, asSomebody, inspected(facts(OLD, 600)))).matches(Verdict::mayPass);
    assertThat(judge(baseline, PLAIN, inspected(facts(OLD, 600))).violations())
        .extracting(Violation::rule)
        .containsExactly("root-user");
  }

  /// An image that ran as root is not tolerated as root by another word than it ran by.
  @Test
  void refusesRootByAnotherWord() {
    Baseline baseline = taken(facts(OLD, 600));
    ContainerContext asRoot = new ContainerContext("web", 0L).of(NAME);

    assertThat(judge(baseline, asRoot, inspected(facts(OLD, 600))).violations())
        .extracting(Violation::rule)
        .containsExactly("root-user");
  }

  @Test
  void toleratesNothingOfARuleThatItWasNotTakenFor() {
    Baseline sizes = take(Set.of("pull-size"), PLAIN, inspected(facts(OLD, 600)));

    assertThat(judge(sizes, PLAIN, inspected(facts(OLD, 600))).violations())
        .extracting(Violation::rule)
        .containsExactlyInAnyOrder("root-user", "mutable-tag");
  }

  @Test
  void endsTheMomentThatThePolicySays() {
    Baseline baseline = taken(facts(OLD, 600));

    assertThat(judge(baseline.until(NOW.plusSeconds(1)), PLAIN, inspected(facts(OLD, 600))))
        .isInstanceOf(Admitted.class)
        .satisfies(
            verdict ->
                assertThat(verdict.tolerated())
                    .extracting(Tolerated::until)
                    .containsOnly(NOW.plusSeconds(1)));
    assertThat(judge(baseline.until(NOW), PLAIN, inspected(facts(OLD, 600))))
        .isInstanceOf(Denied.class);
  }

  @Test
  void toleratesARecordedDigestThatCannotBeReadNow() {
    Baseline baseline = taken(facts(OLD, 600));

    assertThat(judge(baseline, PLAIN, new Uninspectable(REFUSED, OLD)))
        .isInstanceOf(Admitted.class);
    assertThat(judge(baseline, PLAIN, new Uninspectable(REFUSED, OTHER)))
        .isInstanceOf(Undetermined.class)
        .matches(verdict -> !verdict.mayPass());
    assertThat(judge(baseline, PLAIN, new Uninspectable(REFUSED, null)))
        .isInstanceOf(Undetermined.class);
  }

  /// What nobody could read then may stay unread under its name; once it is read, it is judged,
  /// but for the very digest that ran.
  @Test
  void toleratesWhatCouldNotBeReadThenEither() {
    Baseline baseline = take(PLAIN, new Uninspectable(REFUSED, OLD));

    assertThat(judge(baseline, PLAIN, new Uninspectable(REFUSED, null))).matches(Verdict::mayPass);
    assertThat(judge(baseline, PLAIN, inspected(facts(OLD, 600)))).matches(Verdict::mayPass);
    assertThat(judge(baseline, PLAIN, inspected(facts(OTHER, 600)))).isInstanceOf(Denied.class);
    assertThat(
            judge(
                baseline,
                new ContainerContext("web", null)
                    .of(Reference.parse("registry.example.com/other:1")),
                new Uninspectable(REFUSED, null)))
        .isInstanceOf(Undetermined.class);
  }

  @Test
  void saysWhatAnotherLookMayTell() {
    Unknown pending = new Unknown(Cause.SCAN_PENDING, "is being read");

    assertThat(recording(RULES, PLAIN, new Uninspectable(pending, OLD)).open()).contains(pending);
    assertThat(recording(RULES, PLAIN, new Uninspectable(REFUSED, OLD)).open()).isEmpty();
    assertThat(recording(RULES, PLAIN, inspected(facts(OLD, 600))).open()).isEmpty();
  }

  @Test
  void refusesOnlyByRulesThatItCovers() {
    Policy careful = policy().refusingOnly(Set.of("pull-size")::contains);

    assertThat(careful.enforced()).containsExactly("pull-size");
    assertThat(policy().refusingOnly(_ -> true).enforced()).isEqualTo(policy().enforced());
  }

  private Verdict judge(Baseline baseline, ContainerContext container, Inspection inspection) {
    return evaluator.evaluate(
        List.of(policy().tolerating(baseline)), List.of(inspection), container, NOW);
  }

  private Baseline taken(Facts facts) {
    return take(PLAIN, inspected(facts));
  }

  private Baseline take(ContainerContext container, Inspection inspection) {
    return take(RULES, container, inspection);
  }

  private Baseline take(Set<String> rules, ContainerContext container, Inspection inspection) {
    return new Baseline(
        "shop/load-line", "1", null, rules, recording(rules, container, inspection).records());
  }

  private Recording recording(
      Set<String> rules, ContainerContext container, Inspection inspection) {
    return Recording.of(
        evaluator, policy(), rules, new Running(NAME, List.of(inspection), container), NOW);
  }

  private static Inspection inspected(Facts facts) {
    return new Inspected(facts);
  }

  private static Facts facts(Digest digest, long mebibytes) {
    Facts facts = image().layer(mebibytes, "COPY").user("root").facts();
    return new Facts(
        digest,
        facts.config(),
        facts.annotations(),
        facts.layers(),
        facts.base(),
        facts.files().orElse(null));
  }

  private static Policy policy() {
    return new Policy(
        "shop/load-line",
        ImageMatch.EVERYTHING,
        List.of(
            new RuleSetting<>(
                new PullSize(), new PullSize.Parameters(Bytes.ofMebi(150)), Enforcement.ENFORCE),
            new RuleSetting<>(new RootUser(), new RootUser.Parameters(), Enforcement.ENFORCE),
            new RuleSetting<>(
                new MutableTag(),
                new MutableTag.Parameters(List.of("latest")),
                Enforcement.ENFORCE)),
        Map.of(Cause.UNAUTHORIZED, UndeterminedAction.DENY),
        List.of());
  }
}
