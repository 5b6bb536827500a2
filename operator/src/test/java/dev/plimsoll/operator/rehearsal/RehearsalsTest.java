package dev.plimsoll.operator.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.operator.admission.Rehearsal;
import dev.plimsoll.operator.certificate.MadeKey;
import dev.plimsoll.registry.Eventually;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Others may ask once some reviews were answered, and in any case soon.
class RehearsalsTest {
  private static final int NO_PORT = 1;
  private static final int OK = 200;
  private static final int BUSY = 503;
  private static final IntUnaryOperator ALWAYS_ANSWERS = _ -> OK;

  @TempDir private Path directory;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.1"})
  void thePortIsAskedTheReviewThatRehearsalKnows(String host) throws Exception {
    HttpServer server = serve(host, ALWAYS_ANSWERS);
    Rehearsals rehearsals = new Rehearsals(vertx, () -> BUSY, false, 5);

    begin(rehearsals, host, server.actualPort());

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked).hasValue(5);
  }

  @Test
  void itGoesOnAfterOneThatIsNotAnswered() throws Exception {
    HttpServer server = serve("127.0.0.1", number -> number == 2 ? BUSY : OK);
    Rehearsals rehearsals = new Rehearsals(vertx, () -> BUSY, false, 5);

    begin(rehearsals, "127.0.0.1", server.actualPort());

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked).hasValue(5);
  }

  @Test
  void othersMayAskAfterTheFirstReviewsAndTheRestFollow() throws Exception {
    Rehearsals rehearsals = behindThePort(ALWAYS_ANSWERS, 35);
    assertThat(rehearsals.letOthersAsk()).isFalse();

    begin(rehearsals);

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked.get()).isGreaterThanOrEqualTo(30);
    Eventually.holds(() -> asked.get() == 35);
  }

  @Test
  void othersMayAskAtOnceWhereNoneIsWanted() {
    Rehearsals rehearsals = behindThePort(ALWAYS_ANSWERS, 0);

    begin(rehearsals);

    assertThat(rehearsals.letOthersAsk()).isTrue();
    assertThat(asked).hasValue(0);
  }

  @Test
  void othersMayAskThoughNobodyListens() throws Exception {
    Rehearsals rehearsals = new Rehearsals(vertx, () -> OK, false, 300);

    begin(rehearsals, "127.0.0.1", NO_PORT);

    Eventually.holds(rehearsals::letOthersAsk);
  }

  @Test
  void othersMayAskThoughThePortHangs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      Rehearsals rehearsals = new Rehearsals(vertx, () -> OK, false, 300);

      begin(rehearsals, "127.0.0.1", silent.getLocalPort());

      Eventually.holds(rehearsals::letOthersAsk);
    }
  }

  /// What stands in the way of its beginning must not keep the replica out of service.
  @Test
  void othersMayAskThoughItCannotBegin() throws Exception {
    Rehearsals rehearsals = new Rehearsals(vertx, () -> OK, false, 300);

    begin(rehearsals, "127.0.0.1", -1);

    assertThat(rehearsals.letOthersAsk()).isTrue();
  }

  /// A port that the system chooses is not told.
  @Test
  void theWebhookIsAskedBehindAPortThatIsNotKnown() throws Exception {
    Rehearsals rehearsals = new Rehearsals(vertx, () -> answer(ALWAYS_ANSWERS), false, 2);

    begin(rehearsals, "127.0.0.1", 0);

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked).hasValue(2);
  }

  @Test
  void itEndsWhereThreeAreNotAnswered() throws Exception {
    Rehearsals rehearsals = behindThePort(_ -> BUSY, 300);

    begin(rehearsals);

    Eventually.holds(rehearsals::letOthersAsk);
    assertThat(asked).hasValue(3);
  }

  @Test
  void itEndsWhereTheOperatorIsAboutToStop() throws Exception {
    Rehearsals rehearsals = behindThePort(ALWAYS_ANSWERS, 300);
    begin(rehearsals);
    Eventually.holds(rehearsals::letOthersAsk);

    rehearsals.stop(new ShutdownDelayInitiatedEvent());

    Thread.sleep(200); // one that was under way
    int then = asked.get();
    Thread.sleep(500);
    assertThat(asked).hasValue(then);
  }

  private Rehearsals behindThePort(IntUnaryOperator status, int wanted) {
    return new Rehearsals(vertx, () -> answer(status), true, wanted);
  }

  private int answer(IntUnaryOperator status) {
    return status.applyAsInt(asked.incrementAndGet());
  }

  private HttpServer serve(String host, IntUnaryOperator status) throws Exception {
    MadeKey key = MadeKey.in(directory.resolve("key.p12"), "EC", "webhook");
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PfxOptions().setPath(key.file().toString()).setPassword(MadeKey.PASSWORD)))
        .requestHandler(request -> request.body().onSuccess(body -> answer(request, body, status)))
        .listen(0, host)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request, Buffer body, IntUnaryOperator status) {
    boolean known =
        request.path().equals("/validate") && body.equals(Buffer.buffer(Rehearsal.review()));
    request.response().setStatusCode(known ? answer(status) : 404).end();
  }

  private static void begin(Rehearsals rehearsals) {
    begin(rehearsals, "127.0.0.1", NO_PORT);
  }

  private static void begin(Rehearsals rehearsals, String host, int port) {
    HttpServerOptions options =
        new HttpServerOptions() {
          @Override
          public int getPort() {
            return port;
          }
        };
    rehearsals.start(new HttpsServerStart(options.setHost(host)));
  }
}
