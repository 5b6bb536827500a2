package dev.plimsoll.operator.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.event.Happening.Weight;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class EventsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.5Z");

  KubernetesClient client;
  private Events events;

  @BeforeEach
  void start() {
    events = new Events(client, "plimsoll-a", () -> NOW);
  }

  @AfterEach
  void stop() {
    events.close();
  }

  @Test
  void writesWhatHappenedToWhat() throws Exception {
    events.tell(happening(object("shop", "legacy"), "Expired", "1"));

    assertThat(written("shop", 1))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("Expired");
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getNote()).isEqualTo("it ended");
              assertThat(event.getAction()).isEqualTo("Judging");
              assertThat(event.getReportingController()).isEqualTo("plimsoll.dev/operator");
              assertThat(event.getReportingInstance()).isEqualTo("plimsoll-a");
              assertThat(event.getEventTime().getTime()).isEqualTo("2026-11-21T10:00:00.500000Z");
              assertThat(event.getRegarding().getName()).isEqualTo("legacy");
              assertThat(event.getMetadata().getName()).startsWith("legacy.");
            });
  }

  @Test
  void writesTheSameOnce() throws Exception {
    events.tell(happening(object("shop", "legacy"), "Expired", "1"));
    events.tell(happening(object("shop", "legacy"), "Expired", "1"));
    events.tell(happening(object("shop", "legacy"), "Expired", "2"));
    events.tell(happening(object("shop", "other"), "Expired", "1"));

    assertThat(written("shop", 3)).hasSize(3);
  }

  @Test
  void writesOfClusterObjectsIntoTheDefaultNamespace() throws Exception {
    events.tell(happening(object(null, "baseline"), "Expired", "1"));

    assertThat(written("default", 1)).hasSize(1);
  }

  @Test
  void staysWithinWhatTheApiServerTakes() throws Exception {
    Happening happening =
        new Happening(
            object("shop", "n".repeat(253)),
            Weight.NORMAL,
            "Judging",
            "R",
            "x" + "é".repeat(5000),
            "1");

    events.tell(happening);

    assertThat(written("shop", 1))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getMetadata().getName()).hasSizeLessThan(254);
              assertThat(event.getNote()).startsWith("xé").endsWith("é…");
              assertThat(event.getNote().getBytes(UTF_8)).hasSizeBetween(1023, 1024);
            });
  }

  private List<Event> written(String namespace, int wanted) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (written(namespace).size() < wanted) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.sleep(20);
    }
    Thread.sleep(100); // one too many would come now
    return written(namespace);
  }

  private List<Event> written(String namespace) {
    return client.events().v1().events().inNamespace(namespace).list().getItems();
  }

  private static Happening happening(ObjectReference regarding, String reason, String once) {
    return new Happening(regarding, Weight.WARNING, "Judging", reason, "it ended", once);
  }

  private static ObjectReference object(String namespace, String name) {
    return new ObjectReferenceBuilder()
        .withApiVersion("plimsoll.dev/v1alpha1")
        .withKind("ImageExemption")
        .withNamespace(namespace)
        .withName(name)
        .withUid("uid-" + name)
        .build();
  }
}
