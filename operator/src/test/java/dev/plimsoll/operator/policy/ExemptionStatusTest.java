package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.Honouring;
import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.api.v1alpha1.ImageExemptionStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.operator.exemption.IndexedExemption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemptionStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant ENDED = Instant.parse("2026-12-01T10:00:00Z");
  private static final PolicyName POLICY = new PolicyName("shop", "load-line");
  private static final PolicyName CLUSTER = new PolicyName("", "floor");
  private static final Honouring REFUSED = new Honouring.Refused("accepts none from there");

  private final ImageExemption resource =
      ClusterPolicyTest.exemption("shop", "rules: [{rule: compiler}], images: ['**']");

  @ParameterizedTest
  @CsvSource({"3, TRUE, InUse", "0, FALSE, Unneeded", ", UNKNOWN, AuditPending"})
  void saysWhetherWhatRunsNeedsIt(Integer images, PolicyCondition.Status needed, String reason) {
    ImageExemptionStatus status = status(Map.of(POLICY, honoured()), images, NOW);

    assertThat(condition(status, PolicyCondition.HONOURED).status())
        .isEqualTo(PolicyCondition.Status.TRUE);
    assertThat(condition(status, PolicyCondition.NEEDED).status()).isEqualTo(needed);
    assertThat(condition(status, PolicyCondition.NEEDED).reason()).isEqualTo(reason);
    assertThat(status.images()).isEqualTo(images);
  }

  @Test
  void saysWhoHonoursItAndWhoDoesNot() {
    PolicyCondition honoured =
        condition(
            status(Map.of(POLICY, honoured(), CLUSTER, REFUSED), 1, NOW), PolicyCondition.HONOURED);

    assertThat(honoured.message())
        .isEqualTo("by shop/load-line; not by floor: accepts none from there");
  }

  @Test
  void saysWhyNobodyHonoursIt() {
    PolicyCondition none =
        condition(status(Map.of(CLUSTER, REFUSED), null, NOW), PolicyCondition.HONOURED);
    PolicyCondition nowhere = condition(status(Map.of(), null, NOW), PolicyCondition.HONOURED);

    assertThat(none.reason()).isEqualTo("NotAccepted");
    assertThat(none.message()).contains("floor: accepts none from there");
    assertThat(nowhere.reason()).isEqualTo("NoPolicy");
  }

  @Test
  void saysThatItEnded() {
    PolicyCondition ended =
        condition(status(Map.of(POLICY, honoured()), 1, ENDED), PolicyCondition.HONOURED);

    assertThat(ended.status()).isEqualTo(PolicyCondition.Status.FALSE);
    assertThat(ended.reason()).isEqualTo("Expired");
    assertThat(ended.message()).contains("2026-12-01T10:00:00Z");
  }

  @Test
  void keepsTheMomentOfAConditionThatHolds() {
    resource.setStatus(status(Map.of(POLICY, honoured()), 1, NOW));

    assertThat(status(Map.of(POLICY, honoured()), 1, NOW.plusSeconds(60)))
        .isEqualTo(resource.getStatus());
  }

  private ImageExemptionStatus status(
      Map<PolicyName, Honouring> policies, Integer images, Instant now) {
    return ExemptionStatus.of(
        resource, IndexedExemption.of(resource), policies, Optional.ofNullable(images), now);
  }

  private Honouring honoured() {
    return new Honouring.Honoured(IndexedExemption.of(resource).exemption().orElseThrow());
  }

  private static PolicyCondition condition(ImageExemptionStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
