package dev.plimsoll.fleet;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An image that runs: its layers, lowest first, what its base is called where that is known,
/// and the namespaces and nodes that it runs in and on.
public record FleetImage(
    Digest digest,
    List<FleetLayer> layers,
    @Nullable String base,
    Set<String> namespaces,
    Set<String> nodes) {
  public FleetImage {
    layers = List.copyOf(layers);
    namespaces = Set.copyOf(namespaces);
    nodes = Set.copyOf(nodes);
  }

  /// An image of which this is true.
  public static FleetImage of(Facts facts, Set<String> namespaces, Set<String> nodes) {
    return new FleetImage(
        facts.digest(),
        facts.layers().stream()
            .map(
                layer ->
                    new FleetLayer(
                        layer.digest(), layer.pullSize(), layer.number() <= facts.base().layers()))
            .toList(),
        facts.base().name(),
        namespaces,
        nodes);
  }

  /// What a node without any of its layers downloads.
  public Bytes pullSize() {
    return layers.stream().map(FleetLayer::size).reduce(Bytes.NONE, Bytes::plus);
  }

  /// The layers that came with the base.
  public List<FleetLayer> ofBase() {
    return layers.stream().filter(FleetLayer::base).toList();
  }
}
