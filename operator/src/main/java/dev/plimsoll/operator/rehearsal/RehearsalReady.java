package dev.plimsoll.operator.rehearsal;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// A replica takes reviews once it has answered some of its own, or could not.
@Readiness
@Singleton
final class RehearsalReady implements HealthCheck {
  private final Rehearsals rehearsals;

  RehearsalReady(Rehearsals rehearsals) {
    this.rehearsals = rehearsals;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("rehearsal").status(rehearsals.letOthersAsk()).build();
  }
}
