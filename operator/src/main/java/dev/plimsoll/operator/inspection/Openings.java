package dev.plimsoll.operator.inspection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.time.Duration;

/// Which manifests repositories gave to whom within the last hour.
///
/// By digest, not by repository: images are kept by digest, whoever asks for them, and a
/// repository of someone's own says nothing of an image that only another one has.
final class Openings {
  static final Duration LIFE = Duration.ofHours(1);
  private static final int MOST = 20_000;

  /// Stands for every namespace; none is called so.
  private static final String EVERYONE = "";

  private final Cache<Opening, Boolean> openings;

  private record Opening(String namespace, String repository, Digest manifest) {
    static Opening of(String namespace, Reference repository, Digest manifest) {
      return new Opening(
          namespace, repository.registry() + "/" + repository.repository(), manifest);
    }
  }

  Openings(Ticker ticker) {
    openings =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LIFE)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /// The repository gave the manifest to this namespace.
  void opened(String namespace, Reference repository, Digest manifest) {
    openings.put(Opening.of(namespace, repository, manifest), true);
  }

  /// The repository gave the manifest to nobody in particular, or to the operator itself.
  void openedToEveryone(Reference repository, Digest manifest) {
    opened(EVERYONE, repository, manifest);
  }

  boolean isOpen(String namespace, Reference repository, Digest manifest) {
    return openings.getIfPresent(Opening.of(EVERYONE, repository, manifest)) != null
        || openings.getIfPresent(Opening.of(namespace, repository, manifest)) != null;
  }
}
