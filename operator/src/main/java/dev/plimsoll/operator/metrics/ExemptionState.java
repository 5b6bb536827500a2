package dev.plimsoll.operator.metrics;

import io.micrometer.core.instrument.Tag;
import java.util.Locale;

/// How an exemption stands: in use, of no use, or without effect.
public enum ExemptionState {
  HONOURED,
  UNNEEDED,
  EXPIRED,
  NOT_HONOURED;

  Tag tag() {
    return Metric.Label.STATE.of(name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
