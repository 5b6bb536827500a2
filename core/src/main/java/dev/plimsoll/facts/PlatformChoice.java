package dev.plimsoll.facts;

import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which entries of an index are judged.
///
/// Those that a node of a wanted platform could run; all of them where several could. Where the
/// index has none for any wanted platform, all that it has are judged: an image that nothing can
/// run yet harms nobody, one that was not judged may run tomorrow, on a node that comes then.
final class PlatformChoice {
  private static final Platform NOBODYS = new Platform("unknown", "unknown", null);

  private PlatformChoice() {}

  static List<Descriptor> of(List<Descriptor> offered, List<Platform> wanted) {
    List<Descriptor> images = offered.stream().filter(PlatformChoice::isImage).toList();
    Set<Descriptor> chosen = new LinkedHashSet<>();
    for (Platform platform : wanted) {
      images.stream().filter(image -> isFor(platform, image)).forEach(chosen::add);
    }
    return chosen.isEmpty() ? images : List.copyOf(chosen);
  }

  /// Attestations stand beside images in an index, for a platform that nobody has. What else is
  /// said of them a runtime does not look at, so it takes no image out of judgement.
  private static boolean isImage(Descriptor entry) {
    return !NOBODYS.equals(entry.platform());
  }

  /// An entry that names no platform may be for any.
  private static boolean isFor(Platform wanted, Descriptor image) {
    return image.platform() == null || wanted.runs(image.platform());
  }
}
