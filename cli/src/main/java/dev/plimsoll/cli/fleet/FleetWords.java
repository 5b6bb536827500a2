package dev.plimsoll.cli.fleet;

import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.fleet.Fleet;
import java.time.Duration;
import java.util.Optional;

/// What a fleet comes to, in sentences that table and page share.
public final class FleetWords {
  private static final int MINUTE = 60;

  private FleetWords() {}

  public static String summary(ClusterFleet fleet) {
    Fleet sum = fleet.sum();
    String places =
        sum.namespaces().isEmpty()
            ? ""
            : " in " + Words.counted(sum.namespaces().size(), "namespace", "namespaces");
    return "%s %s%s: %s to pull in %s."
        .formatted(
            Words.counted(sum.images(), "image", "images"),
            sum.images() == 1 ? "runs" : "run",
            places,
            sum.layerBytes(),
            Words.counted(sum.layers(), "different layer", "different layers"));
  }

  /// How long one node takes to pull everything.
  public static String pullTime(ClusterFleet fleet) {
    return "A node that has none of them takes %s to pull them all at %d Mbit/s, unpacking apart."
        .formatted(time(fleet.pullTime()), fleet.bandwidth() / 1_000_000);
  }

  private static String time(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    return seconds < 2 * MINUTE
        ? "%.1f s".formatted(seconds)
        : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
  }

  /// What one base for all would save.
  public static Optional<String> consolidation(ClusterFleet fleet) {
    return Optional.ofNullable(fleet.sum().consolidation())
        .map(
            one ->
                "If all stood on %s, with %s built anew, %s of other bases would go."
                    .formatted(
                        one.base(), Words.counted(one.images(), "image", "images"), one.saving()));
  }

  /// Of what the reclaimable bytes may be told too high, where they may.
  public static Optional<String> unplaced(ClusterFleet fleet) {
    int images = fleet.reclaimable().unplaced();
    return images == 0
        ? Optional.empty()
        : Optional.of(
            "of %s the reports keep no facts: what %s is counted as if it were in no other image"
                .formatted(
                    Words.counted(images, "image", "images"),
                    images == 1 ? "its fixes save" : "their fixes save"));
  }

  /// What is left out of all sums.
  public static String unread(ClusterFleet fleet) {
    return "of %s that %s no report tells the layers; they are left out of all sums"
        .formatted(
            Words.counted(fleet.unread().size(), "digest", "digests"),
            fleet.unread().size() == 1 ? "runs" : "run");
  }
}
