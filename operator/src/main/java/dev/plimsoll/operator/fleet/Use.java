package dev.plimsoll.operator.fleet;

import dev.plimsoll.fleet.Fleet;
import org.jspecify.annotations.Nullable;

/// How often one digest runs, and what its layers share with others; null where those are not
/// known, as those of an index.
public record Use(int namespaces, int workloads, int pods, Fleet.@Nullable Sharing layers) {
  Use with(Fleet.@Nullable Sharing sharing) {
    return new Use(namespaces, workloads, pods, sharing);
  }
}
