package dev.plimsoll.operator.admission;

import static dev.plimsoll.operator.admission.Reviews.bytes;
import static dev.plimsoll.operator.admission.Reviews.review;
import static dev.plimsoll.operator.admission.Reviews.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.operator.WorkloadKindConverter;
import dev.plimsoll.operator.admission.Subject.Images;
import dev.plimsoll.workload.WorkloadKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgedKindsTest {
  private static final WorkloadKind ROLLOUT =
      new WorkloadKindConverter().convert("Rollout=rollouts.argoproj.io/spec.template");

  @Test
  void readsAKindFromOneLine() {
    assertThat(ROLLOUT)
        .isEqualTo(new WorkloadKind("argoproj.io", "rollouts", "Rollout", "spec", "template"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rollouts.argoproj.io/spec.template",
        "Rollout=rollouts/spec.template",
        "Rollout=rollouts.argoproj.io",
        "Rollout=rollouts.argoproj.io/",
        "Rollout=rollouts.argoproj.io/spec..template",
        "Rollout=rollouts.argoproj.io/spec.templates[0]",
        "rollout=Rollouts.argoproj.io/spec.template",
      })
  void saysWhatToWriteForWhatIsNoKind(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WorkloadKindConverter().convert(text))
        .withMessageContaining("plimsoll.extra-workloads: '" + text + "' names no kind; write")
        .withMessageContaining("as Rollout=rollouts.argoproj.io/spec.template");
  }

  @Test
  void judgesTheTemplateOfAFurtherKindLikeThatOfADeployment() throws Exception {
    Review created = read(review("CREATE", ROLLOUT, object("web:1", 1), "null"));
    Review scaled = read(review("UPDATE", ROLLOUT, object("web:1", 2), object("web:1", 1)));
    Review updated = read(review("UPDATE", ROLLOUT, object("web:2", 1), object("web:1", 1)));

    assertThat(Workloads.nameOfKind(created)).isEqualTo("Rollout");
    assertThat(Workloads.subjectOf(created))
        .isInstanceOfSatisfying(
            Images.class,
            images -> {
              assertThat(images.title()).isEqualTo("Rollout shop/web");
              assertThat(images.labels()).containsEntry("app", "web");
              assertThat(images.images()).hasSize(1);
            });
    assertThat(Workloads.subjectOf(scaled)).isInstanceOf(Subject.Nothing.class);
    assertThat(Workloads.subjectOf(updated)).isInstanceOf(Images.class);
  }

  @Test
  void judgesNoFurtherKindUnlessItIsNamed() throws Exception {
    Review review = ReviewReader.read(bytes(review("CREATE", ROLLOUT, object("web:1", 1), "null")));

    assertThat(Workloads.nameOfKind(review)).isEqualTo("other");
    assertThat(Workloads.subjectOf(review)).isInstanceOf(Subject.Nothing.class);
  }

  @Test
  void refusesAKindThatIsJudgedAlready() {
    WorkloadKind deployment =
        new WorkloadKind("apps", "deployments", "Deployment", "spec", "podTemplate");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JudgedKinds.with(List.of(deployment)))
        .withMessage(
            "plimsoll.extra-workloads: deployments.apps is judged already by its"
                + " spec.template; leave it out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JudgedKinds.with(List.of(ROLLOUT, ROLLOUT)))
        .withMessageContaining("rollouts.argoproj.io is judged already; leave it out");
  }

  private static Review read(String review) throws MalformedReviewException {
    return ReviewReader.read(bytes(review), JudgedKinds.with(List.of(ROLLOUT)).all());
  }

  private static String object(String image, int replicas) {
    return Reviews.object(
        ROLLOUT, "\"name\":\"web\"", template("\"app\":\"web\"", image), replicas);
  }
}
