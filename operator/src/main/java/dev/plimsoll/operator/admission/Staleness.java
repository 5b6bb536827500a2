package dev.plimsoll.operator.admission;

import dev.plimsoll.reference.Reference;
import java.time.Duration;

/// Says that an image was judged by what its tag meant a while ago.
final class Staleness {
  private static final int ROOM_FOR_TAG = 50;

  private Staleness() {}

  /// A sentence that fits a warning.
  static String of(Reference tag, Duration age) {
    String name = tag.repository() + ":" + tag.tag();
    String shown =
        name.length() <= ROOM_FOR_TAG ? name : "…" + name.substring(name.length() - ROOM_FOR_TAG);
    return "%s: the registry is away; judged by what the tag meant %s ago"
        .formatted(shown, inWords(age));
  }

  private static String inWords(Duration age) {
    return age.toHours() > 0
        ? age.toHours() + " h"
        : age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(1, age.toSeconds()) + " s";
  }
}
