package dev.plimsoll.operator.certificate;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// A replica takes reviews while it has a certificate that an API server can accept.
@Readiness
@Singleton
final class CertificateReady implements HealthCheck {
  private final WebhookCertificate certificate;

  CertificateReady(@Identifier("webhook") WebhookCertificate certificate) {
    this.certificate = certificate;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("certificate")
        .status(certificate.isGoodAt(Clock.systemUTC().instant()))
        .build();
  }
}
