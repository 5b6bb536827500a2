package dev.plimsoll.operator.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.operator.event.Happening;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private static final ObjectReference POLICY = reference("ClusterImagePolicy", "", "fleet", "p");

  private final List<Happening> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final Notices notices = new Notices(told::add, () -> now);

  @Test
  void tellsOfTheWorkloadAndOfThePolicy() {
    notices.tell(List.of(incident("web", true)));

    assertThat(told)
        .extracting(event -> event.regarding().getKind(), Happening::reason)
        .containsExactly(
            tuple("Deployment", "CameInUnjudged"), tuple("ClusterImagePolicy", "CameInUnjudged"));
    assertThat(told.getFirst().note())
        .isEqualTo(
            "registry.example.com/web:1 in container app: root-user: runs as root, limit not root."
                + " It came in after the policy was written, unjudged or before this was true of it;"
                + " new Pods are refused by"
                + " ClusterImagePolicy fleet");
    assertThat(told.getLast().note())
        .startsWith("1 containers run what this policy refuses; 1 of them came in")
        .endsWith("shop/Deployment/web");
  }

  @Test
  void tellsOnceForAsLongAsItLasts() {
    notices.tell(List.of(incident("web", false)));
    notices.tell(List.of(incident("web", false)));
    assertThat(told).hasSize(2);

    notices.tell(List.of());
    notices.tell(List.of(incident("web", false)));
    assertThat(told).hasSize(4);
    assertThat(told.get(2).once()).isEqualTo(told.get(0).once());
  }

  @Test
  void tellsSoManyAMinuteAndTheRestLater() {
    List<Incident> many =
        IntStream.range(0, Notices.A_MINUTE + 10)
            .mapToObj(number -> incident("web-" + number, false))
            .toList();
    notices.tell(many);
    assertThat(told).hasSize(Notices.A_MINUTE + 1);
    assertThat(told.getLast().note()).contains(" and " + (Notices.A_MINUTE - 5) + " more");

    notices.tell(many);
    assertThat(told).hasSize(Notices.A_MINUTE + 1);

    now = now.plus(Duration.ofMinutes(1));
    notices.tell(many);
    assertThat(told).hasSize(Notices.A_MINUTE + 1 + 10 + 1);
  }

  @Test
  void tellsNothingOfWhatNobodyCouldFind() {
    Incident lost =
        new Incident(
            POLICY, reference("Deployment", "shop", "web", null), "app", "web", "x", "y", false);

    notices.tell(List.of(lost));

    assertThat(told).isEmpty();
  }

  private static Incident incident(String workload, boolean unjudged) {
    return new Incident(
        POLICY,
        reference("Deployment", "shop", workload, "uid-" + workload),
        "app",
        "registry.example.com/web:1",
        "sha256:aa",
        "root-user: runs as root, limit not root",
        unjudged);
  }

  private static ObjectReference reference(
      String kind, String namespace, String name, @Nullable String uid) {
    return new ObjectReferenceBuilder()
        .withKind(kind)
        .withNamespace(namespace)
        .withName(name)
        .withUid(uid)
        .build();
  }
}
