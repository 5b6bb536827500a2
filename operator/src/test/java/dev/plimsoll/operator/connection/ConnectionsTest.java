package dev.plimsoll.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A connection of HTTP/1.1, as API servers open them, says with its last answer that it ends. Each
/// answer here tells the port that its question came from.
class ConnectionsTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() throws Exception {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void oneIsUsedAgainUntilItsAge() throws Exception {
    URI address = serve(new Connections(vertx, Duration.ofHours(1)));

    HttpResponse<String> first = ask(address);
    HttpResponse<String> second = ask(address);

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Connection")).isEmpty();
  }

  @Test
  void oneEndsWithTheAnswerThatComesAfterItsAge() throws Exception {
    URI address = serve(new Connections(vertx, Duration.ofMillis(500)));
    String first = ask(address).body();
    Thread.sleep(600);

    HttpResponse<String> last = ask(address);

    assertThat(last.body()).isEqualTo(first);
    assertThat(last.headers().firstValue("Connection")).hasValue("close");
    assertThat(ask(address).body()).isNotEqualTo(first);
  }

  @Test
  void allEndWithTheirNextAnswerWhereTheOperatorIsAboutToStop() throws Exception {
    Connections connections = new Connections(vertx, Duration.ofHours(1));
    URI address = serve(connections);
    String first = ask(address).body();

    connections.stop(new ShutdownDelayInitiatedEvent());

    HttpResponse<String> last = ask(address);
    assertThat(last.body()).isEqualTo(first);
    assertThat(last.headers().firstValue("Connection")).hasValue("close");
    assertThat(ask(address).body()).isNotEqualTo(first);
  }

  /// Else each review would take a handshake until API servers have heard.
  @Test
  void oneThatIsOpenedWhileTheOperatorStopsHasAMoment() throws Exception {
    Connections connections = new Connections(vertx, Duration.ofHours(1));
    URI address = serve(connections);
    connections.stop(new ShutdownDelayInitiatedEvent());

    HttpResponse<String> first = ask(address);
    assertThat(first.headers().firstValue("Connection")).isEmpty();
    Thread.sleep(1100);
    HttpResponse<String> last = ask(address);

    assertThat(last.body()).isEqualTo(first.body());
    assertThat(last.headers().firstValue("Connection")).hasValue("close");
  }

  private HttpResponse<String> ask(URI address) throws Exception {
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private URI serve(Connections connections) throws Exception {
    Filters filters = new Filters();
    connections.watch(filters);
    Router router = Router.router(vertx);
    filters.getFilters().forEach(filter -> router.route().handler(filter.getHandler()));
    router.route().handler(c -> c.end("" + c.request().remoteAddress().port()));
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/");
  }
}
