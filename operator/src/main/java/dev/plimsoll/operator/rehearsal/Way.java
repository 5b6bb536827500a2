package dev.plimsoll.operator.rehearsal;

import dev.plimsoll.operator.admission.Rehearsal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.http.HttpServerOptions;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// How a replica gets to its own webhook.
interface Way {

  /// Asks once; fails where the answer is none to a review.
  Future<?> ask();

  default void close() {}

  /// Through the port that API servers ask. Nobody is trusted by that: it is this very process that
  /// answers, and what it is sent is no secret.
  static Way through(Vertx vertx, HttpServerOptions port, Duration patience) {
    boolean everywhere = Set.of("0.0.0.0", "::", "[::]").contains(port.getHost());
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setConnectTimeout((int) patience.toMillis())
                .setSslHandshakeTimeout(patience.toSeconds())
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setDefaultHost(everywhere ? "127.0.0.1" : port.getHost())
                .setDefaultPort(port.getPort()));
    Buffer review = Buffer.buffer(Rehearsal.review());
    return new Way() {
      @Override
      public Future<?> ask() {
        return client
            .request(HttpMethod.POST, "/validate?timeout=5s")
            .compose(request -> request.send(review))
            .expecting(HttpResponseExpectation.SC_OK)
            .compose(HttpClientResponse::body);
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  /// Behind that port: where callers must show a certificate, of which the operator has none, or
  /// where the system chose the port, which nobody tells. TLS and HTTP stay as they are.
  static Way behind(Vertx vertx, Supplier<Integer> webhook) {
    return () ->
        vertx.executeBlocking(
            () -> {
              int status = webhook.get();
              if (status != HttpURLConnection.HTTP_OK) {
                throw new IllegalStateException("the webhook answers " + status);
              }
              return status;
            });
  }
}
