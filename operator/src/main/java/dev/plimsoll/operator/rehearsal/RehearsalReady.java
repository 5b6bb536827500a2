package dev.plimsoll.operator.rehearsal;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/// A replica takes reviews once it has answered some of its own, or could not. Part of the start
/// too: kubelets ask for that each second, and for readiness at once when it is over.
@Startup
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
