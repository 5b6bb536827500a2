package dev.plimsoll.rule.memory;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An image that a container runs until now: what its workload calls it, and its size for each
/// platform.
public record Former(String name, Map<Platform, Size> sizes) {
  public Former {
    sizes = Map.copyOf(sizes);
  }

  /// Compressed bytes, and the layers that they are in.
  public record Size(Bytes pull, Set<Digest> layers) {
    public Size {
      layers = Set.copyOf(layers);
    }
  }

  /// What facts tell of it, one for each platform.
  public static Former of(String name, Collection<Facts> platforms) {
    Map<Platform, Size> sizes = new HashMap<>();
    for (Facts facts : platforms) {
      sizes.put(
          facts.platform(),
          new Size(
              facts.pullSize(),
              facts.layers().stream().map(Layer::digest).collect(Collectors.toSet())));
    }
    return new Former(name, sizes);
  }

  /// Its size where it runs on this platform.
  public Optional<Size> on(Platform platform) {
    return Optional.ofNullable(sizes.get(platform));
  }
}
