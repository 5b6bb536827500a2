package dev.plimsoll.operator.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.reference.Reference;
import java.time.Duration;

/// The images that were not open to a namespace when it was last asked: a registry need not be
/// asked again for a while.
final class Closed {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int MOST = 20_000;

  private final Cache<Image, Boolean> images =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterWrite(LIFE)
          .executor(Runnable::run)
          .build();

  private record Image(String namespace, Reference pinned) {}

  /// The same, asking as seldom as that.
  Round.Told seldom(Round.Told told) {
    return (unit, image) -> {
      if (image.pinned() == null) {
        return told.isAllowed(unit, image);
      }
      Image asked = new Image(unit.namespace(), image.pinned());
      if (images.getIfPresent(asked) != null) {
        return false;
      }
      boolean allowed = told.isAllowed(unit, image);
      if (!allowed) {
        images.put(asked, true);
      }
      return allowed;
    };
  }
}
