package dev.plimsoll.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.operator.policy.PolicyAudit;
import dev.plimsoll.operator.running.Pods;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.VulnerabilityReport;
import dev.plimsoll.rule.VulnerabilityReport.Found;
import dev.plimsoll.rule.VulnerabilityReport.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditAgainTest extends AuditedShop {
  @Test
  void asksOnceForADigestHoweverManyPoliciesAndRounds() {
    policies.add(Policies.indexed(Policies.policy("shop", "a", 1, ALL_RULES)));
    policies.add(Policies.indexed(Policies.policy("shop", "b", 1, ALL_RULES)));
    runs(Pods.DIGEST, new Inspected(BAD));

    round(web("web-1"));
    round(web("web-1"), web("web-2"));

    assertThat(asked).hasSize(1);
  }

  @Test
  void asksAgainUnderANewGeneration() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Inspected(BAD));
    round(web("web-1"));
    policies.set(
        0,
        Policies.indexed(
            Policies.policy("shop", "load-line", 2, "{rules: {size: {pullSize: {max: 1Gi}}}}")));

    PolicyAudit found = audited(web("web-1"));

    assertThat(found.generation()).isEqualTo(2);
    assertThat(found.counts()).isEqualTo(new Counts(1, 1, 0, 0));
  }

  @Test
  void asksAgainForWhatCouldNotBeJudgedAfterAWhile() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, unreachable());
    assertThat(round(web("web-1")).isOpen()).isTrue();
    round(web("web-1"));
    assertThat(asked).hasSize(1);

    now = now.plus(Answers.RETRY);
    runs(Pods.DIGEST, new Inspected(GOOD));

    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 1, 0, 0));
  }

  @Test
  void asksAgainInAnHourAndStandsByWhatItFoundUntilItIsTold() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Inspected(GOOD));
    round(web("web-1"));

    now = now.plus(Answers.STANDS);
    runs(Pods.DIGEST, new Uninspectable(new Unknown(Cause.SCAN_PENDING, "being read"), null));

    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(asked).hasSize(2);
  }

  @Test
  void asksAgainAtOnceForWhatIsStillBeingRead() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Uninspectable(new Unknown(Cause.SCAN_PENDING, "being read"), null));

    assertThat(round(web("web-1")).isPending()).isTrue();
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 0, 0, 1));
    runs(Pods.DIGEST, new Inspected(GOOD));

    assertThat(round(web("web-1")).isPending()).isFalse();
  }

  @Test
  void asksAgainOnceTheKnownBasesChanged() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Inspected(GOOD));
    round(web("web-1"));

    audit.forget();
    round(web("web-1"));

    assertThat(asked).hasSize(2);
  }

  @Test
  void judgesByWhatIsReportedOfAnImageNow() {
    policies.add(
        Policies.indexed(
            "{whenUndetermined: {notStated: Allow}, rules: {packages: {vulnerabilities: {}}}}"));
    runs(Pods.DIGEST, new Inspected(GOOD));
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 0, 0, 1));

    reported = new VulnerabilityReport("Trivy", now, Map.of());
    audit.forgetReported();
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 1, 0, 0));

    reported =
        new VulnerabilityReport(
            "Trivy", now, Map.of(Level.CRITICAL, new Found(1, 1, List.of("openssl"))));
    assertThat(audited(web("web-1")).counts().violating()).as("nobody said so").isZero();
    audit.forgetReported();
    assertThat(audited(web("web-1")).counts().violating()).isOne();
  }

  @Test
  void reportsGrowOldThoughNothingHappens() {
    policies.add(Policies.indexed("{rules: {packages: {vulnerabilities: {maxAge: 1h}}}}"));
    runs(Pods.DIGEST, new Inspected(GOOD));
    reported = new VulnerabilityReport("Trivy", now, Map.of());
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 1, 0, 0));

    now = now.plus(Duration.ofHours(2));

    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 0, 0, 1));
  }

  @Test
  void tagThatMovedOnIsSeenByTheAuditOnceItIsLongEnoughAgo() {
    policies.add(Policies.indexed("{rules: {reference: {tagMoved: {after: 2h}}}}"));
    runs(Pods.DIGEST, new Inspected(GOOD));
    tags.put(Reference.parse(IMAGE), Set.of(GOOD.digest()));
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 1, 0, 0));

    tags.put(Reference.parse(IMAGE), Set.of(Digest.parse(Pods.OTHER_DIGEST)));
    now = now.plus(TagMoves.BELIEVED);
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 1, 0, 0));

    now = now.plus(Duration.ofHours(3));
    PolicyAudit found = audited(web("web-1"));
    assertThat(found.counts()).isEqualTo(new Counts(1, 0, 1, 0));
    assertThat(found.worst().getFirst().actual())
        .isEqualTo("tag 1 means another image since 2026-11-21, 3 hours ago");

    tags.put(Reference.parse(IMAGE), Set.of(GOOD.digest()));
    now = now.plus(TagMoves.BELIEVED);
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 1, 0, 0));
  }

  @Test
  void tagsAreAskedForOnlyWhereAPolicyWantsToKnowAndNoMoreOftenThanNeeded() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Inspected(GOOD));
    audited(web("web-1"));
    assertThat(askedTags).isEmpty();

    policies.add(Policies.indexed("{rules: {reference: {tagMoved: {}}}}"));
    tags.put(Reference.parse(IMAGE), Set.of(GOOD.digest()));
    audited(web("web-1"));
    audited(web("web-1"));

    assertThat(askedTags).containsExactly(Reference.parse(IMAGE));
  }
}
