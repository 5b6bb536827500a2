package dev.plimsoll.operator.connection;

import dev.plimsoll.operator.OperatorConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// The open connections, each ended in good order when it has reached its age or the operator is
/// about to stop.
///
/// By HTTP/2 the end is announced. API servers ask webhooks by HTTP/1.1 all the same
/// (`k8s.io/apiserver`, pkg/util/webhook/client.go): there an answer says that it is the last of
/// its connection ([RFC 9112, section 9.6](https://www.rfc-editor.org/rfc/rfc9112#section-9.6)).
@Singleton
public final class Connections {
  /// Longer than any review takes.
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  /// Longer than what the API server sent before it heard of the end is under way.
  private static final Duration NOTICE = Duration.ofSeconds(1);

  private static final int NO_ERROR = 0;
  private static final int BEFORE_ALL_OTHERS = 1000;

  private final Vertx vertx;
  private final Duration age;
  private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
  private final Map<HttpConnection, Life> lives = new ConcurrentHashMap<>();

  private volatile boolean stopping;
  private volatile long stopped;

  /// When a connection of HTTP/1.1 was opened and when it has its age, as `System.nanoTime` has it.
  private record Life(long opened, long end) {}

  @Inject
  Connections(Vertx vertx, OperatorConfig config) {
    this(vertx, config.webhook().connectionAge());
  }

  Connections(Vertx vertx, Duration age) {
    this.vertx = vertx;
    this.age = age;
  }

  void watch(@Observes Filters filters) {
    filters.register(this::see, BEFORE_ALL_OTHERS);
  }

  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopped = System.nanoTime();
    stopping = true;
    open.forEach(this::end);
  }

  private void see(RoutingContext context) {
    HttpConnection connection = context.request().connection();
    if (context.request().version() == HttpVersion.HTTP_2) {
      if (open.add(connection)) {
        follow(connection);
      }
    } else if (isAtItsEnd(connection)) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.addEndHandler(_ -> connection.close());
    }
    context.next();
  }

  /// Where the operator is about to stop, all that are open end with their next answer. One that an
  /// API server opens meanwhile, not having heard yet, has a moment: a handshake for every review
  /// would take more than judging them, just as there is a replica less.
  private boolean isAtItsEnd(HttpConnection connection) {
    Life life = lives.computeIfAbsent(connection, this::begin);
    long now = System.nanoTime();
    return now - life.end > 0
        || (stopping && (life.opened - stopped < 0 || now - life.opened > NOTICE.toNanos()));
  }

  private Life begin(HttpConnection connection) {
    connection.closeHandler(_ -> lives.remove(connection));
    long now = System.nanoTime();
    return new Life(now, now + TimeUnit.MILLISECONDS.toNanos(agedWithJitter()));
  }

  /// An API server that has not heard yet that this replica goes may well come back at once: what
  /// it asks is answered, and it is sent on again.
  private void follow(HttpConnection connection) {
    long timer = vertx.setTimer(agedWithJitter(), _ -> end(connection));
    connection.closeHandler(
        _ -> {
          open.remove(connection);
          vertx.cancelTimer(timer);
        });
    if (stopping) {
      end(connection);
    }
  }

  /// Replicas that start together must not be left together.
  private long agedWithJitter() {
    long milliseconds = age.toMillis();
    return milliseconds - ThreadLocalRandom.current().nextLong(milliseconds / 5 + 1);
  }

  /// First says that the end is near, and takes what comes all the same: a socket that is closed
  /// while something is on its way to it is reset, and the review is lost.
  private void end(HttpConnection connection) {
    connection.goAway(NO_ERROR, Integer.MAX_VALUE);
    vertx.setTimer(
        NOTICE.toMillis(), _ -> connection.shutdown(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
  }
}
