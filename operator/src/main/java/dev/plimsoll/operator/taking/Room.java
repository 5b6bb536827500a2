package dev.plimsoll.operator.taking;

import dev.plimsoll.api.v1alpha1.BaselineSpec;
import dev.plimsoll.api.v1alpha1.BaselineSpec.ImageEntry;
import dev.plimsoll.api.v1alpha1.BaselineSpec.Toleration;
import dev.plimsoll.policy.baseline.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What of many entries fits into one object; pure.
///
/// First in full; then each image as it is, however bad, which takes little room and its digest
/// still holds; what then does not fit is counted.
record Room(List<ImageEntry> entries, int leftOut) {
  private static final int IN_FULL = 500_000;
  private static final int IN_ALL = 1_200_000;

  /// Names of fields, quotes and commas of one value, at most.
  private static final int AROUND = 24;

  Room {
    entries = List.copyOf(entries);
  }

  static Room of(List<ImageEntry> all) {
    List<ImageEntry> fitting = new ArrayList<>();
    int size = 0;
    for (ImageEntry entry : all) {
      ImageEntry small = size + sizeOf(entry) <= IN_FULL ? entry : shortened(entry);
      int more = sizeOf(small);
      if (fitting.size() < BaselineSpec.IMAGES && size + more <= IN_ALL) {
        fitting.add(small);
        size += more;
      }
    }
    return new Room(fitting, all.size() - fitting.size());
  }

  private static ImageEntry shortened(ImageEntry entry) {
    return new ImageEntry(
        entry.image(),
        entry.digest(),
        entry.tolerated().stream()
            .map(Toleration::settings)
            .distinct()
            .map(how -> new Toleration(Recorded.ANY, null, how, null, null, null, null))
            .toList());
  }

  private static int sizeOf(ImageEntry entry) {
    return AROUND
        + entry.image().length()
        + (entry.digest() == null ? 0 : entry.digest().length())
        + entry.tolerated().stream().mapToInt(Room::sizeOf).sum();
  }

  private static int sizeOf(Toleration toleration) {
    int marks =
        toleration.marks() == null
            ? 0
            : toleration.marks().stream().mapToInt(mark -> mark.length() + 3).sum();
    return 4 * AROUND
        + toleration.rule().length()
        + Objects.requireNonNullElse(toleration.actual(), "").length()
        + Objects.requireNonNullElse(toleration.settings(), "").length()
        + marks;
  }
}
