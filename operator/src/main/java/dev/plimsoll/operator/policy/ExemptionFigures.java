package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.ImageExemptionStatus;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.api.v1alpha1.PolicyCondition.Status;
import dev.plimsoll.operator.exemption.ExemptionIndex;
import dev.plimsoll.operator.exemption.IndexedExemption;
import dev.plimsoll.operator.metrics.ExemptionState;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.operator.metrics.Metrics.Expiry;
import dev.plimsoll.policy.Exemption;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How the exemptions stand, in numbers: on the leader, as their statuses say.
@Singleton
public class ExemptionFigures {
  private final ExemptionIndex exemptions;
  private final Metrics metrics;
  private final ConcurrentMap<IndexedExemption.Key, ExemptionState> states =
      new ConcurrentHashMap<>();

  @Inject
  ExemptionFigures(ExemptionIndex exemptions, Metrics metrics) {
    this.exemptions = exemptions;
    this.metrics = metrics;
  }

  /// Counts an exemption as its status has it; those that are gone are counted no longer.
  void count(IndexedExemption exemption, ImageExemptionStatus status) {
    states.put(exemption.key(), stateOf(status));
    publish();
  }

  /// Counts anew what there still is.
  void publish() {
    Map<ExemptionState, Integer> counts = new EnumMap<>(ExemptionState.class);
    List<Expiry> expiries = new ArrayList<>();
    List<IndexedExemption> present = List.copyOf(exemptions.all());
    states.keySet().retainAll(present.stream().map(IndexedExemption::key).toList());
    for (IndexedExemption exemption : present) {
      ExemptionState state = states.get(exemption.key());
      if (state != null) {
        counts.merge(state, 1, Integer::sum);
        if (state == ExemptionState.HONOURED) {
          exemption.exemption().map(e -> expiry(exemption, e)).ifPresent(expiries::add);
        }
      }
    }
    metrics.exemptions(counts, expiries);
  }

  private static Expiry expiry(IndexedExemption indexed, Exemption exemption) {
    return new Expiry(indexed.key().namespace(), indexed.key().name(), exemption.expires());
  }

  static ExemptionState stateOf(ImageExemptionStatus status) {
    PolicyCondition honoured = condition(status, PolicyCondition.HONOURED);
    if (honoured.status() != Status.TRUE) {
      return honoured.reason().equals(ExemptionStatus.EXPIRED)
          ? ExemptionState.EXPIRED
          : ExemptionState.NOT_HONOURED;
    }
    return condition(status, PolicyCondition.NEEDED).status() == Status.FALSE
        ? ExemptionState.UNNEEDED
        : ExemptionState.HONOURED;
  }

  private static PolicyCondition condition(ImageExemptionStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
