package dev.plimsoll.operator.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Leaves out the operator SDK's counter of events.
///
/// It gives one name different labels for events of the watched resource and for our own, which
/// Prometheus does not take: the exception would swallow the event.
final class SdkMeters {

  @Produces
  @Singleton
  MeterFilter withoutEvents() {
    return MeterFilter.denyNameStartsWith("events.received");
  }
}
