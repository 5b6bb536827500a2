package dev.plimsoll.operator.report;

import dev.plimsoll.operator.OperatorConfig;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// A replica takes reviews once it knows what others have read, or has waited for that long
/// enough: without reports it serves too, and reads for itself.
@Readiness
@Singleton
public final class ReportsReady implements HealthCheck {
  private final ReportWatch watch;
  private final OperatorConfig config;

  ReportsReady(ReportWatch watch, OperatorConfig config) {
    this.watch = watch;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("reports")
        .status(!config.reports().enabled() || watch.isSettled())
        .build();
  }
}
