package dev.plimsoll.operator.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.registry.Eventually;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Others may ask once some reviews were answered, and in any case soon.
class RehearsalsTest {
  private static final int NO_PORT = 1;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void othersMayAskAfterTheFirstReviewsAndTheRestFollow() throws Exception {
    Rehearsals rehearsals = behindThePort(asked::incrementAndGet, 35);
    assertThat(rehearsals.letOthersAsk()).isFalse();

    begin(rehearsals, NO_PORT);

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked.get()).isGreaterThanOrEqualTo(30);
    Eventually.holds(() -> asked.get() == 35);
  }

  @Test
  void fewAreEnoughWhereNoMoreAreWanted() throws Exception {
    Rehearsals rehearsals = behindThePort(asked::incrementAndGet, 2);

    begin(rehearsals, NO_PORT);

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked).hasValue(2);
  }

  @Test
  void othersMayAskAtOnceWhereNoneIsWanted() throws Exception {
    Rehearsals rehearsals = behindThePort(asked::incrementAndGet, 0);

    begin(rehearsals, NO_PORT);

    assertThat(rehearsals.letOthersAsk()).isTrue();
    assertThat(asked).hasValue(0);
  }

  @Test
  void othersMayAskThoughNothingAnswers() throws Exception {
    Rehearsals rehearsals = new Rehearsals(vertx, asked::incrementAndGet, false, 300);

    begin(rehearsals, NO_PORT);

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked).hasValue(0);
  }

  @Test
  void othersMayAskThoughThePortHangs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      Rehearsals rehearsals = new Rehearsals(vertx, asked::incrementAndGet, false, 300);

      begin(rehearsals, silent.getLocalPort());

      Eventually.holds(rehearsals::letOthersAsk);
    }
  }

  /// A port that the system chooses is not told.
  @Test
  void theWebhookIsAskedBehindAPortThatIsNotKnown() throws Exception {
    Rehearsals rehearsals = new Rehearsals(vertx, asked::incrementAndGet, false, 2);

    begin(rehearsals, 0);

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked).hasValue(2);
  }

  @Test
  void itEndsWhereAReviewFails() throws Exception {
    Rehearsals rehearsals =
        behindThePort(
            () -> {
              if (asked.incrementAndGet() == 3) {
                throw new IllegalStateException("it does not");
              }
              return "";
            },
            300);

    begin(rehearsals, NO_PORT);

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked).hasValue(3);
  }

  @Test
  void itEndsWhereTheOperatorIsAboutToStop() throws Exception {
    Rehearsals rehearsals = behindThePort(asked::incrementAndGet, 300);
    begin(rehearsals, NO_PORT);
    Eventually.holds(rehearsals::letOthersAsk);

    rehearsals.stop(new ShutdownDelayInitiatedEvent());

    Thread.sleep(200); // one that was under way
    int then = asked.get();
    Thread.sleep(500);
    assertThat(asked).hasValue(then);
  }

  private Rehearsals behindThePort(Supplier<Object> webhook, int wanted) {
    return new Rehearsals(vertx, webhook, true, wanted);
  }

  private static void begin(Rehearsals rehearsals, int port) {
    rehearsals.start(new HttpsServerStart(new HttpServerOptions().setPort(port)));
  }
}
