package dev.plimsoll.operator.rehearsal;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.admission.AdmissionResource;
import dev.plimsoll.operator.admission.Rehearsal;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the webhook as an API server does, one review after the other: the first ones at once,
/// before others ask, the rest at leisure, so that they leave the processor to others. Where none
/// is answered, or not soon, others may ask all the same.
@Singleton
final class Rehearsals {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);

  /// What takes longest is the first time; these take less than a second together.
  private static final int BEFORE_OTHERS = 30;

  /// A replica that is slow is still better than none.
  private static final Duration LONGEST_BEFORE_OTHERS = Duration.ofSeconds(5);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(40);

  /// A fifth of the time, at most, is spent on this once others may ask.
  private static final int PAUSE_FOR_EACH = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int UNANSWERED = 3;

  private final Vertx vertx;
  private final Supplier<Integer> behindThePort;
  private final boolean callersShowCertificates;
  private final int wanted;
  private volatile boolean othersMayAsk;
  private volatile boolean stopping;

  @Inject
  Rehearsals(Vertx vertx, AdmissionResource webhook, OperatorConfig config) {
    this(
        vertx,
        () -> webhook.validate(Rehearsal.review(), null).getStatus(),
        config.webhook().clientCaFile().isPresent(),
        config.admission().rehearsals());
  }

  /// `behindThePort` asks the webhook without the network and has the status of its answer.
  Rehearsals(
      Vertx vertx, Supplier<Integer> behindThePort, boolean callersShowCertificates, int wanted) {
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
    if (wanted <= 0) {
      return;
    }
    vertx.setTimer(LONGEST_BEFORE_OTHERS.toMillis(), _ -> othersMayAsk = true);
    try {
      boolean closed = callersShowCertificates || event.options().getPort() == 0;
      Way way =
          closed ? Way.behind(vertx, behindThePort) : Way.through(vertx, event.options(), PATIENCE);
      new Run(way).ask();
    } catch (RuntimeException e) {
      othersMayAsk = true;
      LOG.atWarn().setCause(e).log("Cannot rehearse; the first reviews will be slow");
    }
  }

  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopping = true;
  }

  /// One review after the other; what it counts, the next sees.
  private final class Run {
    private final Way way;
    private final long begun = System.nanoTime();
    private int asked;
    private int unanswered;
    private @Nullable Throwable why;

    Run(Way way) {
      this.way = way;
    }

    void ask() {
      long started = System.nanoTime();
      way.ask()
          .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .onComplete(answer -> goOn(answer, System.nanoTime() - started));
    }

    private void goOn(AsyncResult<?> answer, long took) {
      asked++;
      if (answer.failed()) {
        unanswered++;
        why = answer.cause();
      }
      boolean over = asked == wanted || unanswered == UNANSWERED || stopping;
      if (over || asked == BEFORE_OTHERS) {
        othersMayAsk = true;
      }
      if (over) {
        way.close();
        tell();
      } else if (othersMayAsk || answer.failed()) {
        long pause = TimeUnit.NANOSECONDS.toMillis(took * PAUSE_FOR_EACH);
        vertx.setTimer(Math.max(pause, SHORTEST_PAUSE.toMillis()), _ -> ask());
      } else {
        ask();
      }
    }

    private void tell() {
      if (unanswered == UNANSWERED) {
        LOG.atWarn()
            .addKeyValue("why", String.valueOf(why))
            .log("Rehearsing ended early; the first reviews may be slow");
      } else if (!stopping) {
        LOG.atInfo()
            .addKeyValue("reviews", asked)
            .addKeyValue("tookMs", Duration.ofNanos(System.nanoTime() - begun).toMillis())
            .log("Rehearsed");
      }
    }
  }
}
