package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.round.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
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
  private final Duration period;
  private final Rounds rounds;

  CertificateRotation(
      @Identifier("webhook") WebhookCertificate certificate,
      CaBundle bundle,
      OperatorConfig config) {
    this.certificate = certificate;
    this.bundle = bundle;
    this.period = config.certificate().checkPeriod();
    this.rounds =
        new Rounds(
            "certificate",
            new Rounds.Times(Duration.ZERO, period),
            () -> {
              rotate();
              return period;
            });
  }

  void start(@Observes StartupEvent event) {
    rounds.start(period);
  }

  void stop(@Observes ShutdownEvent event) {
    rounds.close();
  }

  private void rotate() throws InterruptedException {
    try {
      if (!certificate.lookForNext()) {
        return;
      }
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("Certificate cannot be looked for; the known one is kept");
      return;
    }
    if (bundle.correct()) {
      Thread.sleep(NOTICE);
      certificate.serveNext();
      LOG.info("Certificate changed");
    } else {
      LOG.warn("Certificate is not changed yet: the webhook configuration cannot be told of it");
    }
  }
}
