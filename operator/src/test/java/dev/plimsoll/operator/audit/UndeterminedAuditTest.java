package dev.plimsoll.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.operator.policy.PolicyAudit;
import dev.plimsoll.operator.policyreport.Outcome;
import dev.plimsoll.operator.policyreport.RuleResult;
import dev.plimsoll.operator.running.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

class UndeterminedAuditTest extends AuditedShop {
  private static final String NO_NAME = "registry.example.com:99999/web";

  @Test
  void imageOverWhichARuleFailsIsUndeterminedAndStopsNoRound() {
    policies.add(Policies.indexed(ALL_RULES));
    runs(Pods.DIGEST, new Inspected(BAD));
    runs(Pods.OTHER_DIGEST, new Inspected(GOOD));
    fatal = GOOD;

    PolicyAudit found =
        audited(
            web("web-1"), Pods.pod("shop", "api-1", "StatefulSet/api", IMAGE, Pods.OTHER_DIGEST));

    assertThat(found.counts()).isEqualTo(new Counts(2, 0, 1, 1));
  }

  @Test
  void imageWithoutManifestDigestIsUndeterminedAndSaysWhy() {
    policies.add(Policies.indexed(ALL_RULES));
    Pod pod = web("web-1");
    pod.getStatus().getContainerStatuses().getFirst().setImageID(Pods.DIGEST);

    assertThat(audited(pod).counts()).isEqualTo(new Counts(1, 0, 0, 1));
    assertThat(asked).isEmpty();
  }

  @Test
  void digestThatIsNoneIsAsGoodAsNone() {
    policies.add(Policies.indexed(ALL_RULES));
    Pod pod = web("web-1");
    pod.getStatus()
        .getContainerStatuses()
        .getFirst()
        .setImageID("registry.example.com/web@sha256:short");

    assertThat(audited(pod).counts()).isEqualTo(new Counts(1, 0, 0, 1));
  }

  @Test
  void imageWhoseNameCannotBeReadIsUndeterminedWhicheverImagesAPolicyIsAbout() {
    policies.add(
        Policies.indexed("{match: {images: [\"nginx\"]}, rules: {buildTools: {compiler: {}}}}"));

    Round round = round(Pods.pod("shop", "web-1", "StatefulSet/web", NO_NAME, Pods.DIGEST));

    assertThat(round.audits().values())
        .extracting(PolicyAudit::counts)
        .containsExactly(new Counts(1, 0, 0, 1));
    assertThat(asked).isEmpty();
    RuleResult told = round.workloads().getFirst().results().get().getFirst();
    assertThat(told.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(told.message()).contains("99999");
    assertThat(told.properties())
        .containsEntry("image", NO_NAME)
        .containsEntry("cause", "unreadable");
  }

  @Test
  void imageWhoseNameCannotBeReadBreaksTheRulesAboutNames() {
    policies.add(Policies.indexed("{rules: {reference: {digestRequired: {}}}}"));

    PolicyAudit found = audited(Pods.pod("shop", "web-1", "StatefulSet/web", NO_NAME, Pods.DIGEST));

    assertThat(found.counts()).isEqualTo(new Counts(1, 0, 1, 0));
    assertThat(found.worst())
        .extracting(WorstViolation::image, WorstViolation::actual)
        .containsExactly(tuple(NO_NAME, "the image's name cannot be read"));
  }

  @Test
  void imageThatNobodyAnswersForIsUndetermined() {
    policies.add(Policies.indexed(ALL_RULES));

    assertThat(round(web("web-1")).isPending()).isTrue();
    assertThat(audited(web("web-1")).counts()).isEqualTo(new Counts(1, 0, 0, 1));
  }
}
