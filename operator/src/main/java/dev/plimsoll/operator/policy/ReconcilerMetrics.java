package dev.plimsoll.operator.policy;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// No metrics of the operator SDK's own: its counters fail on events that carry no metadata, which
/// takes the reconciler's news with them, and ours say what a user asks.
final class ReconcilerMetrics {

  @Produces
  @Singleton
  Metrics none() {
    return Metrics.NOOP;
  }
}
