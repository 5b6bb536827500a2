package dev.plimsoll.operator.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {
  private static final String REGISTRY = "registry.example.com";

  private final Turns turns = new Turns(3);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    answers.countDown();
    threads.shutdownNow();
  }

  @Test
  void namespaceWithHundredsOfQuestionsHasFewUnderWay() throws Exception {
    many();

    assertThat(asked).hasValue(3);
    assertThat(ask("one", REGISTRY)).isEqualTo("answer");
  }

  @Test
  void registryThatIsSilentHoldsUpItselfAlone() throws Exception {
    many();

    assertThat(ask("many", "other.example.com")).isEqualTo("answer");
  }

  @Test
  void saysWhoseTurnsAreTaken() throws Exception {
    many();

    assertThatThrownBy(() -> ask("many", REGISTRY))
        .isInstanceOf(SourceException.RateLimited.class)
        .hasMessage(
            "namespace many has 3 questions to registry.example.com under way already; try again"
                + " shortly");
  }

  @Test
  void givesATurnBackAfterAFailure() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(
              () ->
                  turns.take(
                      "one",
                      REGISTRY,
                      Deadline.in(Duration.ofSeconds(1)),
                      () -> {
                        throw new SourceException.NotFound("none");
                      }))
          .isInstanceOf(SourceException.NotFound.class);
    }
    assertThat(ask("one", REGISTRY)).isEqualTo("answer");
  }

  private void many() throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      threads.submit(
          () ->
              turns.take(
                  "many",
                  REGISTRY,
                  Deadline.in(Duration.ofSeconds(20)),
                  () -> {
                    asked.incrementAndGet();
                    return awaited();
                  }));
    }
    while (asked.get() < 3) {
      Thread.sleep(5);
    }
    Thread.sleep(50);
  }

  private String awaited() {
    try {
      answers.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return "late";
  }

  private String ask(String namespace, String registry) throws SourceException {
    return turns.take(namespace, registry, Deadline.in(Duration.ofMillis(300)), () -> "answer");
  }
}
