package dev.plimsoll.operator.breakglass;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// A replica that starts while break-glass is on refuses nothing: it takes reviews once it knows.
@Readiness
@Singleton
final class BreakGlassReady implements HealthCheck {
  private final BreakGlassWatch watch;

  BreakGlassReady(BreakGlassWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("break-glass").status(watch.isSettled()).build();
  }
}
