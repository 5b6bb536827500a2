package dev.plimsoll.operator.taking;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.workload.PullAccess;
import java.util.Map;

/// An image that a namespace runs or would start: what it is asked for by, and how its
/// container is run, under the name that its workload writes. `pull` is what it is pulled
/// with; `isVolume` says that nobody runs it.
record Holding(
    String namespace,
    Map<String, String> podLabels,
    PullAccess pull,
    Reference asked,
    boolean isVolume,
    ContainerContext container) {
  Holding {
    podLabels = Map.copyOf(podLabels);
  }

  /// The image as its workload writes it.
  Reference named() {
    Reference named = container.reference();
    return named == null ? asked : named;
  }
}
