package dev.plimsoll.operator.connection;

import dev.plimsoll.operator.OperatorConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// The open connections, each ended in good order when it has reached its age or the operator is
/// about to stop.
@Singleton
public final class Connections {
  /// Longer than any review takes.
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  private static final int BEFORE_ALL_OTHERS = 1000;

  private final Vertx vertx;
  private final Duration age;
  private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();

  Connections(Vertx vertx, OperatorConfig config) {
    this.vertx = vertx;
    this.age = config.webhook().connectionAge();
  }

  void watch(@Observes Filters filters) {
    filters.register(this::see, BEFORE_ALL_OTHERS);
  }

  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    open.forEach(Connections::end);
  }

  private void see(RoutingContext context) {
    HttpConnection connection = context.request().connection();
    if (context.request().version() == HttpVersion.HTTP_2 && open.add(connection)) {
      long timer = vertx.setTimer(agedWithJitter(), _ -> end(connection));
      connection.closeHandler(
          _ -> {
            open.remove(connection);
            vertx.cancelTimer(timer);
          });
    }
    context.next();
  }

  /// Replicas that start together must not be left together.
  private long agedWithJitter() {
    long milliseconds = age.toMillis();
    return milliseconds - ThreadLocalRandom.current().nextLong(milliseconds / 5 + 1);
  }

  private static void end(HttpConnection connection) {
    connection.shutdown(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
