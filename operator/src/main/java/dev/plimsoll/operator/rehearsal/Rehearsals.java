package dev.plimsoll.operator.rehearsal;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.admission.AdmissionResource;
import dev.plimsoll.operator.admission.Rehearsal;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpResponseExpectation;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the webhook's port as an API server does, one review after the other: the first ones at
/// once, before others ask, the rest at leisure, so that they take no processor from others.
///
/// Where callers must show a certificate, of which the operator has none, or where the system chose
/// the port, which nobody tells, the webhook is asked behind its port.
@Singleton
final class Rehearsals {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);

  /// What takes longest is the first time; these take less than a second together.
  private static final int BEFORE_OTHERS = 30;

  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String QUERY = "/validate?timeout=5s";

  private final Vertx vertx;
  private final Supplier<Object> behindThePort;
  private final boolean callersShowCertificates;
  private final int wanted;
  private volatile boolean othersMayAsk;
  private volatile boolean stopping;

  /// The way to the webhook, and what is to be done once it is not needed any more.
  private record Way(Supplier<Future<?>> ask, Runnable close) {}

  @Inject
  Rehearsals(Vertx vertx, AdmissionResource webhook, OperatorConfig config) {
    this(
        vertx,
        () -> webhook.validate(Rehearsal.review(), null),
        config.webhook().clientCaFile().isPresent(),
        config.admission().rehearsals());
  }

  Rehearsals(
      Vertx vertx, Supplier<Object> behindThePort, boolean callersShowCertificates, int wanted) {
    this.vertx = vertx;
    this.behindThePort = behindThePort;
    this.callersShowCertificates = callersShowCertificates;
    this.wanted = wanted;
    this.othersMayAsk = wanted <= 0;
  }

  /// Whether the slowest is over.
  boolean letOthersAsk() {
    return othersMayAsk;
  }

  void start(@ObservesAsync HttpsServerStart event) {
    if (wanted > 0) {
      ask(wayTo(event.options().getPort()), 1, System.nanoTime());
    }
  }

  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
  }

  private Way wayTo(int port) {
    return callersShowCertificates || port == 0
        ? new Way(() -> vertx.executeBlocking(behindThePort::get), () -> {})
        : overTheNetwork(port);
  }

  /// It asks itself, by loopback: there is nobody else to be trusted.
  private Way overTheNetwork(int port) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(port));
    Buffer review = Buffer.buffer(Rehearsal.review());
    return new Way(
        () ->
            client
                .request(HttpMethod.POST, QUERY)
                .compose(request -> request.send(review))
                .expecting(HttpResponseExpectation.SC_OK)
                .compose(HttpClientResponse::body),
        client::close);
  }

  private void ask(Way way, int number, long started) {
    way.ask()
        .get()
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            answer -> {
              boolean last = answer.failed() || number == wanted || stopping;
              othersMayAsk = othersMayAsk || last || number == BEFORE_OTHERS;
              if (last) {
                way.close().run();
                tell(number, Duration.ofNanos(System.nanoTime() - started), answer);
              } else if (othersMayAsk) {
                vertx.setTimer(PAUSE.toMillis(), _ -> ask(way, number + 1, started));
              } else {
                ask(way, number + 1, started);
              }
            });
  }

  private void tell(int number, Duration took, AsyncResult<?> last) {
    if (stopping) {
      return;
    }
    if (last.failed()) {
      LOG.atWarn()
          .addKeyValue("review", number)
          .addKeyValue("why", String.valueOf(last.cause()))
          .log("Rehearsing ended: the webhook does not answer; the first reviews will be slow");
    } else {
      LOG.atInfo()
          .addKeyValue("reviews", number)
          .addKeyValue("tookMs", took.toMillis())
          .log("Rehearsed");
    }
  }
}
