package dev.plimsoll.operator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.WorstViolation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Inspection.Uninspectable;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.inspection.Inspections;
import dev.plimsoll.operator.inspection.Puller;
import dev.plimsoll.operator.memory.TagMoves;
import dev.plimsoll.operator.policy.Applied;
import dev.plimsoll.operator.policy.IndexedPolicy;
import dev.plimsoll.operator.policy.Policies;
import dev.plimsoll.operator.running.PacedInspector;
import dev.plimsoll.operator.running.Pods;
import dev.plimsoll.operator.running.RunningPod;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import io.fabric8.kubernetes.api.model.LocalObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The audit pulls as the Pods do, and tells a namespace of no image that is not open to it.
class UntoldEvidenceTest {
  private static final String IMAGE = "registry.example.com/web:1";
  private static final Facts BAD =
      FactsBuilder.image()
          .layer(90, "RUN apt-get install gcc")
          .files(FileClass.COMPILER, "gcc-12", 50, "/usr/bin/gcc-12")
          .user("1000")
          .facts();

  private final List<Puller> asked = new ArrayList<>();
  private String opensTo = "regcred";

  @Test
  void pullsAsEachPodDoesUntilOneIsLetIn() {
    WorstViolation worst =
        audited(
                pod("web-1", "StatefulSet/web", "other"),
                pod("api-1", "StatefulSet/api", "regcred"))
            .getFirst();

    assertThat(asked)
        .extracting(puller -> puller.access().secrets().getFirst())
        .contains("regcred");
    assertThat(worst.rule()).isEqualTo("compiler");
    assertThat(worst.layer()).isEqualTo(1);
  }

  @Test
  void leavesOutWhatIsInAnImageThatIsNotOpen() {
    opensTo = "nobody's";

    WorstViolation worst = audited(pod("web-1", "StatefulSet/web", "regcred")).getFirst();

    assertThat(worst.rule()).isEqualTo("compiler");
    assertThat(worst.actual()).isEqualTo("50.0 MiB on disk");
    assertThat(worst.limit()).isEqualTo("none");
    assertThat(worst.layer()).isNull();
    assertThat(worst.instruction()).isNull();
    assertThat(worst.saving()).isNull();
    assertThat(worst.fix())
        .isEqualTo("told to those whose pull secrets open the image's repository");
  }

  private List<WorstViolation> audited(Pod... pods) {
    IndexedPolicy policy = Policies.indexed("{rules: {buildTools: {compiler: {}}}}");
    try (PacedInspector inspector =
        new PacedInspector(new Guarded(null), 1, Duration.ofSeconds(5))) {
      Audit audit =
          new Audit(
              (_, _, _) -> List.of(new Applied(policy, policy.policy().orElseThrow())),
              new Owners((_, _) -> Optional.empty()),
              inspector,
              new Evaluator(Measurements.ON_THE_SPOT),
              new TagMoves(),
              Clock.systemUTC());
      Round round =
          audit.round(
              List.of(policy),
              List.of(pods).stream().map(RunningPod::of).toList(),
              Deadline.in(Duration.ofSeconds(10)));
      return round.audits().values().iterator().next().worst();
    }
  }

  private static Pod pod(String name, String owner, String secret) {
    return new PodBuilder(Pods.pod("shop", name, owner, IMAGE, Pods.DIGEST))
        .editSpec()
        .withImagePullSecrets(new LocalObjectReferenceBuilder().withName(secret).build())
        .endSpec()
        .build();
  }

  /// Refuses all but one Secret, unless that is nobody's: then the image is known all the same.
  private final class Guarded implements Inspections {
    private final @Nullable Puller puller;

    Guarded(@Nullable Puller puller) {
      this.puller = puller;
    }

    @Override
    public Inspections as(Puller whose) {
      asked.add(whose);
      return new Guarded(whose);
    }

    @Override
    public Map<Reference, List<Inspection>> of(
        Map<Reference, Depth> images, Duration maxTagAge, Deadline deadline) {
      boolean letIn = opensTo.equals("nobody's") || isOpener();
      Map<Reference, List<Inspection>> found = new HashMap<>();
      images
          .keySet()
          .forEach(
              image ->
                  found.put(
                      image,
                      List.of(
                          letIn
                              ? new Inspected(BAD)
                              : new Uninspectable(
                                  new Unknown(Cause.UNAUTHORIZED, "no"), image.digest()))));
      return found;
    }

    @Override
    public boolean isOpen(Reference repository, Digest manifest, Deadline deadline) {
      return !opensTo.equals("nobody's");
    }

    private boolean isOpener() {
      return puller != null && puller.access().secrets().contains(opensTo);
    }
  }
}
