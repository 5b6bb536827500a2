package dev.plimsoll.operator.probe;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.probe.ProbeOutcome.Bypassed;
import dev.plimsoll.operator.probe.ProbeOutcome.Effective;
import dev.plimsoll.operator.probe.ProbeOutcome.Unclear;
import dev.plimsoll.operator.round.Rounds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The self-probe, again and again: its outcome as a metric, and as a log line whenever it is
/// another one.
@Singleton
final class ProbeSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeSchedule.class);

  /// The caBundle, the endpoints and the API server's view of both take a moment.
  private static final Duration AFTER_START = Duration.ofSeconds(5);

  private final Metrics metrics;
  private final LockOutGuard lockOut;
  private final Duration period;
  private final @Nullable Rounds rounds;
  private @Nullable ProbeOutcome last;

  ProbeSchedule(
      KubernetesClient client, Metrics metrics, LockOutGuard lockOut, OperatorConfig config) {
    this.metrics = metrics;
    this.lockOut = lockOut;
    this.period = config.probe().period();
    String webhook = config.webhook().configuration();
    this.rounds =
        config
            .probe()
            .namespace()
            .map(namespace -> new SelfProbe(client, namespace, webhook))
            .map(
                probe ->
                    new Rounds(
                        "self-probe", new Rounds.Times(Duration.ZERO, period), () -> round(probe)))
            .orElse(null);
  }

  void start(@Observes StartupEvent event) {
    if (rounds != null) {
      rounds.start(AFTER_START);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (rounds != null) {
      rounds.close();
    }
  }

  private Duration round(SelfProbe probe) {
    tell(asked(probe));
    return period;
  }

  private ProbeOutcome asked(SelfProbe probe) {
    try {
      return lockOut.reason().<ProbeOutcome>map(Bypassed::new).orElseGet(probe::ask);
    } catch (RuntimeException e) {
      return new Unclear(e.toString());
    }
  }

  private void tell(ProbeOutcome outcome) {
    switch (outcome) {
      case Effective _ -> metrics.webhookEffective(true);
      case Bypassed _ -> metrics.webhookEffective(false);
      case Unclear _ -> metrics.webhookUnclear();
    }
    if (!outcome.equals(last)) {
      log(outcome);
    }
    last = outcome;
  }

  private static void log(ProbeOutcome outcome) {
    switch (outcome) {
      case Effective _ -> LOG.info("The API server asks Plimsoll");
      case Bypassed bypassed ->
          LOG.atError()
              .addKeyValue("sign", bypassed.sign())
              .log("The API server does not ask Plimsoll; nothing is judged at admission");
      case Unclear unclear ->
          LOG.atWarn()
              .addKeyValue("sign", unclear.sign())
              .log("The self-probe cannot tell whether the API server asks Plimsoll");
    }
  }
}
