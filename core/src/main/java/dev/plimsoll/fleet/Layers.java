package dev.plimsoll.fleet;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// A set of layers, each of which weighs once however many images have it.
final class Layers {
  private final Map<Digest, Bytes> sizes = new HashMap<>();

  static Layers of(Collection<FleetLayer> layers) {
    Layers set = new Layers();
    set.add(layers);
    return set;
  }

  void add(Collection<FleetLayer> layers) {
    layers.forEach(layer -> sizes.put(layer.digest(), layer.size()));
  }

  int count() {
    return sizes.size();
  }

  Bytes size() {
    return sizes.values().stream().reduce(Bytes.NONE, Bytes::plus);
  }
}
