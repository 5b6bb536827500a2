package dev.plimsoll.facts;

import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which entries of an index are judged: every one that some runtime would run on some node of a
/// wanted platform.
///
/// That is each for the node's processor. containerd also runs what is built for its 32-bit twin
/// where there is none for itself, and every runtime turns last to what the index does not say the
/// platform of; so those are judged unless the index holds what is surely preferred to them. An
/// entry that only some nodes prefer, by a variant or a feature, hides nothing. Where the index has
/// none for any wanted platform, all that it has are judged: an image that nothing can run yet
/// harms nobody, one that was not judged may run tomorrow, on a node that comes then.
final class PlatformChoice {
  private static final Platform NOBODYS = new Platform("unknown", "unknown", null);

  private PlatformChoice() {}

  static List<Descriptor> of(List<Descriptor> offered, List<Platform> wanted) {
    List<Descriptor> images = offered.stream().filter(PlatformChoice::isImage).toList();
    Set<Descriptor> chosen = new LinkedHashSet<>();
    wanted.forEach(platform -> choose(platform, images, chosen));
    return chosen.isEmpty() ? images : List.copyOf(chosen);
  }

  /// Attestations stand beside images in an index, for a platform that nobody has. What else is
  /// said of them a runtime does not look at, so it takes no image out of judgement.
  private static boolean isImage(Descriptor entry) {
    return !NOBODYS.equals(entry.platform());
  }

  private static void choose(Platform node, List<Descriptor> images, Set<Descriptor> chosen) {
    boolean hasPreferred = has(images, node::prefers);
    boolean hasSurelyPreferred = has(images, node::surelyPrefers);
    for (Descriptor image : images) {
      Platform offered = said(image);
      boolean mayRun =
          offered == null
              ? !hasSurelyPreferred
              : node.runs(offered) || (!hasPreferred && node.standsInFor(offered));
      if (mayRun) {
        chosen.add(image);
      }
    }
  }

  /// The platform of an entry, null where the index does not say for which processor it is.
  private static @Nullable Platform said(Descriptor image) {
    Platform platform = image.platform();
    return platform == null || platform.architecture().isEmpty() ? null : platform;
  }

  private static boolean has(List<Descriptor> images, Predicate<Platform> wanted) {
    return images.stream()
        .map(Descriptor::platform)
        .anyMatch(offered -> offered != null && wanted.test(offered));
  }
}
