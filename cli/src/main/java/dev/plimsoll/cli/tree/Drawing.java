package dev.plimsoll.cli.tree;

import dev.plimsoll.cli.tree.PathTree.Node;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.layer.Overlay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes trees of sums: leaves out what is too small on disk and to pull, and takes chains of
/// directories together.
final class Drawing {
  private static final Comparator<Node> LARGEST_FIRST =
      Comparator.<Node, Bytes>comparing(Node::disk).reversed().thenComparing(Node::name);

  /// Deeper than this nobody looks, and a hostile path must not nest a page without end.
  private static final int DEEPEST = 40;

  private final Overlay overlay;
  private final long leastDisk;
  private final long leastPull;

  Drawing(Overlay overlay, long leastDisk, long leastPull) {
    this.overlay = overlay;
    this.leastDisk = Math.max(1, leastDisk);
    this.leastPull = Math.max(1, leastPull);
  }

  Node of(LayerSums sums) {
    Map<Integer, List<Integer>> children = new HashMap<>();
    int root = -1;
    for (int node : sums.nodes()) {
      int parent = overlay.parent(node);
      if (parent == node) {
        root = node;
      } else if (sums.disk(node) >= leastDisk || sums.pull(node) >= leastPull) {
        children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node);
      }
    }
    return root < 0
        ? new Node("/", "/", Bytes.NONE, Bytes.NONE, Bytes.NONE, 0, List.of())
        : new Branch(sums, children).node(root, "", 0);
  }

  private final class Branch {
    private final LayerSums sums;
    private final Map<Integer, List<Integer>> children;

    Branch(LayerSums sums, Map<Integer, List<Integer>> children) {
      this.sums = sums;
      this.children = children;
    }

    Node node(int at, String above, int depth) {
      int node = at;
      List<Integer> below = children.getOrDefault(node, List.of());
      while (!above.isEmpty() && below.size() == 1 && isAll(below.getFirst(), node)) {
        node = below.getFirst();
        below = children.getOrDefault(node, List.of());
      }
      String path = overlay.path(node);
      List<Node> drawn = new ArrayList<>();
      for (int child : depth < DEEPEST ? below : List.<Integer>of()) {
        drawn.add(node(child, path, depth + 1));
      }
      if (!drawn.isEmpty()) {
        rest(node, drawn);
      }
      drawn.sort(LARGEST_FIRST);
      return new Node(
          name(path, above),
          path,
          new Bytes(sums.disk(node)),
          new Bytes(sums.pull(node)),
          new Bytes(sums.wasted(node)),
          sums.files(node),
          drawn);
    }

    /// Whether a directory holds nothing but this child.
    private boolean isAll(int child, int directory) {
      return sums.files(child) == sums.files(directory);
    }

    /// What of a directory is too small to be drawn alone.
    private void rest(int node, List<Node> drawn) {
      Bytes disk = new Bytes(sums.disk(node));
      Bytes pull = new Bytes(sums.pull(node));
      Bytes wasted = new Bytes(sums.wasted(node));
      int files = sums.files(node);
      for (Node child : drawn) {
        disk = disk.minus(child.disk());
        pull = pull.minus(child.pull());
        wasted = wasted.minus(child.wasted());
        files -= child.files();
      }
      if (files > 0) {
        String name = files == 1 ? "1 smaller file" : files + " smaller files";
        drawn.add(new Node(name, "", disk, pull, wasted, files, List.of()));
      }
    }

    private static String name(String path, String above) {
      return above.isEmpty() ? path : path.substring(above.length()).replaceFirst("^/", "");
    }
  }
}
