package dev.plimsoll.operator.policy;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// A replica takes reviews once it knows the policies.
@Readiness
@Singleton
public final class PoliciesReady implements HealthCheck {
  private final PolicyIndex index;

  PoliciesReady(PolicyIndex index) {
    this.index = index;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("policies").status(index.isComplete()).build();
  }
}
