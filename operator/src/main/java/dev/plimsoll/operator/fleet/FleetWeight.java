package dev.plimsoll.operator.fleet;

import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.reference.Digest;
import java.util.Set;

/// What images weigh together, and how many more there are whose layers are not known.
public record FleetWeight(Fleet fleet, int unread) {

  public static FleetWeight of(Set<Digest> digests, Presence presence, Outlines outlines) {
    int unread = (int) digests.stream().filter(digest -> !outlines.knows(digest)).count();
    return new FleetWeight(Fleet.of(outlines.images(digests, presence)), unread);
  }
}
