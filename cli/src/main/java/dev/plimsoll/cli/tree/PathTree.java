package dev.plimsoll.cli.tree;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.layer.Overlay;
import java.util.ArrayList;
import java.util.List;

/// What lies where in each layer of an image, lowest layer first, in so few nodes that it can
/// be drawn: what is too small is counted in its directory.
public record PathTree(List<OfLayer> layers) {
  public PathTree {
    layers = List.copyOf(layers);
  }

  /// The files that one layer brings; layers are counted from 1.
  public record OfLayer(int number, Node root) {}

  /// A file, a directory with all that a layer has beneath it, or a number of small files.
  ///
  /// `name` is a path below the parent, of several parts where a directory holds but one
  /// other; `path` is absolute, and empty for small files taken together. Sizes are those of
  /// regular files, once for all names of one; `wasted` is what of `disk` the final tree does
  /// not have.
  public record Node(
      String name,
      String path,
      Bytes disk,
      Bytes pull,
      Bytes wasted,
      int files,
      List<Node> children) {
    public Node {
      children = List.copyOf(children);
    }
  }

  /// The tree of an image's layers, where no node but the root of a layer is smaller than one
  /// part in `parts` of the image, on disk and to pull.
  public static PathTree of(Overlay overlay, int parts) {
    LayerSums sums = new LayerSums(overlay);
    long disk = 0;
    long pull = 0;
    for (int entry = 0; entry < overlay.entries(); entry++) {
      disk += overlay.isFile(entry) ? overlay.size(entry) : 0;
      pull += overlay.isFile(entry) ? overlay.pull(entry) : 0;
    }
    Drawing drawing = new Drawing(overlay, disk / parts, pull / parts);
    List<OfLayer> layers = new ArrayList<>();
    int entry = 0;
    for (int layer = 1; layer <= overlay.layers().size(); layer++) {
      sums.clear();
      while (entry < overlay.entries() && overlay.layerOf(entry) == layer) {
        sums.add(entry++);
      }
      layers.add(new OfLayer(layer, drawing.of(sums)));
    }
    return new PathTree(layers);
  }
}
