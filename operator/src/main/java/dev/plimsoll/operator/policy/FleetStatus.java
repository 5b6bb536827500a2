package dev.plimsoll.operator.policy;

import dev.plimsoll.api.v1alpha1.FleetSummary;
import dev.plimsoll.api.v1alpha1.FleetSummary.Weight;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Ellipsis;
import dev.plimsoll.operator.bytes.Quantities;
import dev.plimsoll.operator.fleet.FleetWeight;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a policy's status says of the fleet that it is about.
final class FleetStatus {
  private static final int LONGEST_BASE = 512;
  private static final long BITS = 1_000_000;

  private FleetStatus() {}

  /// The heaviest bases and namespaces are listed; `megabits` a second is the bandwidth at
  /// which the time of a pull is stated.
  static FleetSummary of(FleetWeight weight, int megabits) {
    Fleet fleet = weight.fleet();
    Duration pull = Fleet.pullTime(fleet.layerBytes(), megabits * BITS);
    return new FleetSummary(
        fleet.images(),
        weight.unread(),
        fleet.layers(),
        weight(fleet.layerBytes()),
        weight(fleet.sharedBytes()),
        weight(fleet.imageBytes()),
        fleet.nodes(),
        weight(fleet.nodeBytes()),
        inWords(pull) + " at " + megabits + " Mbit/s",
        fleet.bases().stream().limit(FleetSummary.LISTED).map(FleetStatus::base).toList(),
        fleet.namespaces().stream().limit(FleetSummary.LISTED).map(FleetStatus::namespace).toList(),
        consolidation(fleet.consolidation()));
  }

  /// `45 s`, `3 min 20 s`, `2 h 5 min`.
  static String inWords(Duration time) {
    long seconds = Math.round(time.toMillis() / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }

  private static Weight weight(Bytes bytes) {
    return new Weight(Quantities.of(bytes), bytes.count());
  }

  private static FleetSummary.Base base(Fleet.OfBase base) {
    return new FleetSummary.Base(
        Ellipsis.cut(base.name(), LONGEST_BASE),
        base.images(),
        base.variants(),
        Quantities.of(base.bytes()),
        base.bytes().count());
  }

  private static FleetSummary.Namespace namespace(Fleet.OfNamespace namespace) {
    return new FleetSummary.Namespace(
        namespace.name(),
        namespace.images(),
        Quantities.of(namespace.bytes()),
        namespace.bytes().count(),
        namespace.own().count());
  }

  private static FleetSummary.@Nullable Consolidation consolidation(
      Fleet.@Nullable Consolidation found) {
    return found == null
        ? null
        : new FleetSummary.Consolidation(
            Ellipsis.cut(found.base(), LONGEST_BASE),
            found.images(),
            Quantities.of(found.saving()),
            found.saving().count());
  }
}
