package dev.plimsoll.operator.probe;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.probe.ProbeOutcome.Bypassed;
import dev.plimsoll.operator.probe.ProbeOutcome.Effective;
import dev.plimsoll.operator.probe.ProbeOutcome.Unclear;
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

  private final KubernetesClient client;
  private final Metrics metrics;
  private final LockOutGuard lockOut;
  private final OperatorConfig.Probe config;
  private @Nullable Thread thread;
  private @Nullable ProbeOutcome last;

  ProbeSchedule(
      KubernetesClient client, Metrics metrics, LockOutGuard lockOut, OperatorConfig config) {
    this.client = client;
    this.metrics = metrics;
    this.lockOut = lockOut;
    this.config = config.probe();
  }

  void start(@Observes StartupEvent event) {
    config
        .namespace()
        .map(namespace -> new SelfProbe(client, namespace))
        .ifPresent(
            probe -> thread = Thread.ofVirtual().name("self-probe").start(() -> repeat(probe)));
  }

  void stop(@Observes ShutdownEvent event) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void repeat(SelfProbe probe) {
    try {
      Thread.sleep(AFTER_START);
      while (true) {
        tell(asked(probe));
        Thread.sleep(config.period());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
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
