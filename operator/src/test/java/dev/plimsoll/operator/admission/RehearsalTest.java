package dev.plimsoll.operator.admission;

import static dev.plimsoll.operator.admission.Reviews.bytes;
import static dev.plimsoll.operator.admission.Reviews.kind;
import static dev.plimsoll.operator.admission.Reviews.object;
import static dev.plimsoll.operator.admission.Reviews.review;
import static dev.plimsoll.operator.admission.Reviews.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.policy.Enforcement;
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
    Decision decision = rehearsal.decide(ReviewReader.read(Rehearsal.review())).orElseThrow();

    assertThat(decision.response().allowed()).isFalse();
    assertThat(decision.response().refusal()).contains("rehearsal.invalid/app:1", "root");
  }

  @Test
  void noOtherIsTakenForIt() throws Exception {
    String pod = object(kind("Pod"), "\"name\":\"rehearsal\"", template("", "app"), 1);

    assertThat(
            rehearsal.decide(ReviewReader.read(bytes(review("CREATE", kind("Pod"), pod, "null")))))
        .isEmpty();
  }

  /// API servers take lower case letters, digits and hyphens for namespaces.
  @Test
  void noNamespaceCanHaveItsName() {
    assertThat(Rehearsal.NAMESPACE).doesNotMatch("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  }
}
