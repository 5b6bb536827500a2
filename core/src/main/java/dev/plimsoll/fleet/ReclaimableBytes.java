package dev.plimsoll.fleet;

import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.reference.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The compressed bytes that go from layers once findings in many images are fixed. A byte counts
/// once, however many images have its layer.
///
/// What goes from a layer is known by the package and the class of its files. Where images free
/// different shares of one class in one layer, the largest counts, so that the sum is never more
/// than what goes; of a layer it is never more than its size.
public final class ReclaimableBytes {
  private final Map<Digest, OfLayer> byLayer = new HashMap<>();
  private Bytes unplaced = Bytes.NONE;

  private record Kind(@Nullable PackageName owner, FileClass fileClass) {
    static Kind of(FileGroup group) {
      return new Kind(group.owner(), group.fileClass());
    }
  }

  private record OfLayer(Bytes size, Map<Kind, Bytes> freed) {
    Bytes total() {
      Bytes sum = freed.values().stream().reduce(Bytes.NONE, Bytes::plus);
      return sum.isMoreThan(size) ? size : sum;
    }
  }

  /// What one image frees, all its findings together: its layers, lowest first, and the groups of
  /// files in them.
  public void add(List<FleetLayer> layers, Set<FileGroup> groups) {
    Map<FleetLayer, Map<Kind, Bytes>> own = new HashMap<>();
    for (FileGroup group : groups) {
      if (group.layer() <= layers.size()) {
        own.computeIfAbsent(layers.get(group.layer() - 1), _ -> new HashMap<>())
            .merge(Kind.of(group), group.pull(), Bytes::plus);
      } else {
        unplaced = unplaced.plus(group.pull());
      }
    }
    own.forEach(
        (layer, freed) -> {
          OfLayer all =
              byLayer.computeIfAbsent(
                  layer.digest(), _ -> new OfLayer(layer.size(), new HashMap<>()));
          freed.forEach((kind, bytes) -> all.freed.merge(kind, bytes, ReclaimableBytes::larger));
        });
  }

  /// What an image frees whose layers are not known: it shares them with none.
  public void addUnplaced(Collection<FileGroup> groups) {
    for (FileGroup group : groups) {
      addUnplaced(group.pull());
    }
  }

  /// The same, of which only the sum is known.
  public void addUnplaced(Bytes freed) {
    unplaced = unplaced.plus(freed);
  }

  public Bytes total() {
    return byLayer.values().stream().map(OfLayer::total).reduce(unplaced, Bytes::plus);
  }

  private static Bytes larger(Bytes one, Bytes other) {
    return one.isMoreThan(other) ? one : other;
  }
}
