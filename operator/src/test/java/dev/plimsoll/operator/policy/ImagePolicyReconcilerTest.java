package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImagePolicy;
import dev.plimsoll.api.v1alpha1.ImagePolicyStatus.Counts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.operator.definition.Definitions;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.namespace.Namespaces;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ImagePolicyReconcilerTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final ImagePolicy policy = Policies.policy("{profile: Baseline}");
  private final PolicyAudits audits = new PolicyAudits();
  private final AtomicBoolean leads = new AtomicBoolean(true);
  private final PolicyIndex index = Policies.index(policy);
  private final Namespaces namespaces = new Namespaces(_ -> null);
  private final ImagePolicyReconciler reconciler =
      new ImagePolicyReconciler(
          new PolicyStatuses(
              index,
              audits,
              new BaselineProgresses(),
              new Definitions(),
              Clock.fixed(NOW, ZoneOffset.UTC),
              100),
          new PolicyNews(
              index,
              new ExemptionIndex(namespaces, "ours"),
              audits,
              new BaselineProgresses(),
              new Definitions(),
              lead()),
          lead());

  @Test
  void writesTheStatusAndNothingElse() {
    UpdateControl<ImagePolicy> control = reconciler.reconcile(policy);

    assertThat(control.isPatchStatus()).isTrue();
    ImagePolicy patch = control.getResource().orElseThrow();
    assertThat(patch).isNotSameAs(policy);
    assertThat(patch.getSpec()).isNull();
    assertThat(patch.getMetadata().getResourceVersion()).isNull();
    assertThat(patch.getMetadata().getName()).isEqualTo("load-line");
    assertThat(patch.getStatus().conditions()).hasSize(2);
  }

  @Test
  void writesNothingWhereNothingChanged() {
    policy.setStatus(reconciler.reconcile(policy).getResource().orElseThrow().getStatus());

    assertThat(reconciler.reconcile(policy).isNoUpdate()).isTrue();
  }

  @Test
  void writesWhatTheAuditFound() {
    policy.setStatus(reconciler.reconcile(policy).getResource().orElseThrow().getStatus());
    audits.publish(
        Map.of(
            new PolicyName("shop", "load-line"),
            new PolicyAudit(1, new Counts(1, 0, 1, 0), Bytes.NONE, List.of(), false, NOW)));

    ImagePolicy patch = reconciler.reconcile(policy).getResource().orElseThrow();

    assertThat(patch.getStatus().counts()).isEqualTo(new Counts(1, 0, 1, 0));
  }

  @Test
  void writesNothingWhileAnotherReplicaLeadsAndLooksAgain() {
    leads.set(false);

    UpdateControl<ImagePolicy> control = reconciler.reconcile(policy);

    assertThat(control.isNoUpdate()).isTrue();
    assertThat(control.getScheduleDelay()).isPresent();
  }

  private Lead lead() {
    return new Lead() {
      @Override
      public boolean isHeld() {
        return leads.get();
      }

      @Override
      public void onGain(Runnable listener) {}
    };
  }
}
