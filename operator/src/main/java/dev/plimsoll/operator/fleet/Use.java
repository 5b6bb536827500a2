package dev.plimsoll.operator.fleet;

import dev.plimsoll.fleet.Fleet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// In which namespaces one digest runs, how often, and what its layers share with others; null
/// where those are not known, as those of an index.
public record Use(Set<String> places, int workloads, int pods, Fleet.@Nullable Sharing layers) {
  public Use {
    places = Set.copyOf(places);
  }

  /// How many namespaces it runs in.
  public int namespaces() {
    return places.size();
  }

  Use with(Fleet.@Nullable Sharing sharing) {
    return new Use(places, workloads, pods, sharing);
  }
}
