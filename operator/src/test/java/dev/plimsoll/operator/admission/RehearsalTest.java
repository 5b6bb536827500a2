package dev.plimsoll.operator.admission;

import static dev.plimsoll.operator.admission.Reviews.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.policy.Enforcement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a replica asks itself is judged as any other review is, and no other is taken for it.
class RehearsalTest {
  private final Rehearsal rehearsal =
      new Rehearsal(
          new Evaluator(Measurements.ON_THE_SPOT),
          new Admission.Terms(Duration.ofHours(1), Duration.ofSeconds(10), Enforcement.WARN));

  @Test
  void itsReviewIsJudgedAndRefusedWithReasons() throws Exception {
    byte[] body = Rehearsal.review();

    assertThat(rehearsal.isAskedBy(body)).isTrue();
    Decision decision =
        rehearsal.admission().decide(ReviewReader.read(body), Deadline.in(Duration.ofSeconds(30)));

    assertThat(decision.response().allowed()).isFalse();
    assertThat(decision.response().refusal()).contains("rehearsal.invalid/app:1", "root");
  }

  @Test
  void noOtherIsTakenForIt() {
    String review = new String(Rehearsal.review(), StandardCharsets.UTF_8);

    assertThat(rehearsal.isAskedBy(bytes(review.replace("app:1", "app:2")))).isFalse();
    assertThat(rehearsal.isAskedBy(bytes(review + " "))).isFalse();
  }

  /// API servers take lower case letters, digits and hyphens for namespaces.
  @Test
  void noNamespaceCanHaveItsName() {
    assertThat(Rehearsal.NAMESPACE).doesNotMatch("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  }
}
