package dev.plimsoll.operator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImageExemption;
import dev.plimsoll.api.v1alpha1.ImageExemptionStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.PolicyCondition.Status;
import dev.plimsoll.operator.event.Happening;
import dev.plimsoll.operator.event.Happening.Weight;
import dev.plimsoll.operator.metrics.ExemptionState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExemptionHappeningsTest {
  private final ImageExemption exemption = new ImageExemption();

  ExemptionHappeningsTest() {
    exemption.setMetadata(
        new ObjectMetaBuilder().withNamespace("shop").withName("legacy").withUid("u").build());
  }

  @Test
  void tellsOfTheEnd() {
    exemption.setStatus(status(Status.TRUE, "Honoured", Status.TRUE, "InUse"));

    assertThat(happenings(status(Status.FALSE, "Expired", Status.UNKNOWN, "NotHonoured")))
        .singleElement()
        .satisfies(
            happening -> {
              assertThat(happening.reason()).isEqualTo("Expired");
              assertThat(happening.weight()).isEqualTo(Weight.WARNING);
              assertThat(happening.regarding().getName()).isEqualTo("legacy");
              assertThat(happening.regarding().getKind()).isEqualTo("ImageExemption");
            });
  }

  @Test
  void tellsThatNoPolicyHonoursANewOne() {
    assertThat(happenings(status(Status.FALSE, "NotAccepted", Status.UNKNOWN, "NotHonoured")))
        .extracting(Happening::reason)
        .containsExactly("NotAccepted");
  }

  @Test
  void tellsThatNothingNeedsItAndWorriesNobody() {
    exemption.setStatus(status(Status.TRUE, "Honoured", Status.TRUE, "InUse"));

    assertThat(happenings(status(Status.TRUE, "Honoured", Status.FALSE, "Unneeded")))
        .singleElement()
        .satisfies(happening -> assertThat(happening.weight()).isEqualTo(Weight.NORMAL));
  }

  @Test
  void tellsOfNothingThatTheStatusSaysAlready() {
    ImageExemptionStatus expired = status(Status.FALSE, "Expired", Status.UNKNOWN, "NotHonoured");
    exemption.setStatus(expired);

    assertThat(happenings(expired)).isEmpty();
  }

  @Test
  void tellsOfNothingWhereAllIsWell() {
    assertThat(happenings(status(Status.TRUE, "Honoured", Status.TRUE, "InUse"))).isEmpty();
    assertThat(happenings(status(Status.TRUE, "Honoured", Status.UNKNOWN, "AuditPending")))
        .isEmpty();
  }

  @Test
  void countsByTheStatus() {
    assertThat(ExemptionFigures.stateOf(status(Status.TRUE, "Honoured", Status.TRUE, "InUse")))
        .isEqualTo(ExemptionState.HONOURED);
    assertThat(ExemptionFigures.stateOf(status(Status.TRUE, "Honoured", Status.FALSE, "Unneeded")))
        .isEqualTo(ExemptionState.UNNEEDED);
    assertThat(ExemptionFigures.stateOf(status(Status.FALSE, "Expired", Status.UNKNOWN, "x")))
        .isEqualTo(ExemptionState.EXPIRED);
    assertThat(ExemptionFigures.stateOf(status(Status.FALSE, "NoPolicy", Status.UNKNOWN, "x")))
        .isEqualTo(ExemptionState.NOT_HONOURED);
  }

  private List<Happening> happenings(ImageExemptionStatus now) {
    return ExemptionHappenings.between(exemption, now);
  }

  private static ImageExemptionStatus status(
      Status honoured, String reason, Status needed, String why) {
    return new ImageExemptionStatus(
        1L,
        List.of(
            new PolicyCondition(
                PolicyCondition.HONOURED, honoured, reason, "m", 1, "2026-11-21T10:00:00Z"),
            new PolicyCondition(
                PolicyCondition.NEEDED, needed, why, "m", 1, "2026-11-21T10:00:00Z")),
        null);
  }
}
