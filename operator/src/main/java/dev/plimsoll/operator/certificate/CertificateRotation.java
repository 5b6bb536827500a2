package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes the serving certificate while reviews are answered: the API server trusts the new one
/// before it is shown it, and goes on trusting the former one that other replicas still show.
@Singleton
final class CertificateRotation {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateRotation.class);

  /// How long an API server may take to notice that its configuration changed.
  private static final Duration NOTICE = Duration.ofSeconds(5);

  private final WebhookCertificate certificate;
  private final CaBundle bundle;
  private final TlsConfigurationRegistry tls;
  private final Event<CertificateUpdatedEvent> updated;
  private final Duration period;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("plimsoll-certificate").factory());

  CertificateRotation(
      @Identifier("webhook") WebhookCertificate certificate,
      CaBundle bundle,
      TlsConfigurationRegistry tls,
      Event<CertificateUpdatedEvent> updated,
      OperatorConfig config) {
    this.certificate = certificate;
    this.bundle = bundle;
    this.tls = tls;
    this.updated = updated;
    this.period = config.certificate().checkPeriod();
  }

  void start(@Observes StartupEvent event) {
    long millis = period.toMillis();
    var _ = clockwork.scheduleWithFixedDelay(this::rotate, millis, millis, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    clockwork.shutdownNow();
  }

  private void rotate() {
    try {
      if (!certificate.lookForNext()) {
        return;
      }
      if (!bundle.correct()) {
        LOG.warn("Certificate is not changed yet: the webhook configuration cannot be told of it");
        return;
      }
      Thread.sleep(NOTICE);
      TlsConfiguration configuration =
          tls.get("webhook")
              .orElseThrow(() -> new IllegalStateException("no TLS configuration: webhook"));
      if (configuration.reload()) {
        updated.fire(new CertificateUpdatedEvent("webhook", configuration));
        LOG.info("Certificate changed");
      } else {
        LOG.error("Certificate could not be changed; the former one is served with");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("Certificate cannot be looked for; the known one is kept");
    }
  }
}
