package dev.plimsoll.layer;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lays layers one on another as container runtimes do (OCI image spec, layer.md, "Applying
/// Changesets").
///
/// A layer's whiteouts come first, since they only concern the layers below. Then its entries in
/// their order, a later one replacing an earlier one of the same path. Links to directories are
/// followed where the same layer has them: runtimes unpack each layer into a directory of its
/// own, so below a link of a lower layer they make a directory, which takes the link's place.
final class Stacking {
  /// Deeper than layers' own paths, since links add to them.
  private static final int DEEPEST = 512;

  private final List<LayerContents> layers;
  private final Limits limits;
  private final Deadline deadline;
  private final EntryNumbers numbers;
  private final int[] nodes;
  private final int[] inodes;
  private final HiddenEntries hidden;
  private final Map<Integer, Integer> restyled = new HashMap<>();
  private final LiveTree tree = new LiveTree(this::hide);
  private final DirectoryLinks links = new DirectoryLinks(tree, this::target, this::isOfThisLayer);
  private final List<String> remarks = new ArrayList<>();
  private int current;
  private int placing = PathTable.NONE;

  Stacking(List<LayerContents> layers, Limits limits, Deadline deadline) throws SourceException {
    this.layers = layers;
    this.limits = limits;
    this.deadline = deadline;
    checkEntries(layers.stream().mapToLong(LayerContents::entries).sum());
    numbers = new EntryNumbers(layers);
    nodes = new int[numbers.total()];
    inodes = new int[numbers.total()];
    hidden = new HiddenEntries(numbers.total());
    Arrays.fill(nodes, PathTable.NONE);
    Arrays.setAll(inodes, entry -> entry);
  }

  void applyAll() throws SourceException {
    for (int layer = 0; layer < layers.size(); layer++) {
      current = layer;
      hideByWhiteouts(layer);
      int dangling = apply(layer);
      if (dangling > 0) {
        remarks.add(
            "layer %d has %d hard links to nothing; they count as empty files"
                .formatted(layer + 1, dangling));
      }
      for (String remark : layers.get(layer).remarks()) {
        remarks.add("layer " + (layer + 1) + " " + remark);
      }
    }
    links.onlyLook();
  }

  int entries() {
    return nodes.length;
  }

  EntryNumbers numbers() {
    return numbers;
  }

  int node(int entry) {
    return nodes[entry];
  }

  int inode(int entry) {
    return inodes[entry];
  }

  HiddenEntries hidden() {
    return hidden;
  }

  /// Mode, owner and time of an entry in the end: the last name of a file decides for all.
  Attributes attributes(int entry) {
    int inode = inodes[entry];
    return own(restyled.getOrDefault(inode, inode));
  }

  LiveTree tree() {
    return tree;
  }

  DirectoryLinks links() {
    return links;
  }

  List<Overlay.Kept> kept() {
    List<Overlay.Kept> kept = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      int start = numbers.start(layer);
      layers.get(layer).table().contents().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(file -> kept(start + file.getKey(), file.getValue()))
          .forEach(kept::add);
    }
    return kept;
  }

  List<Overlay.Kept> found(String probe) {
    List<Overlay.Kept> all = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      int start = numbers.start(layer);
      layers.get(layer).table().found().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              file ->
                  file.getValue().stream()
                      .filter(finding -> finding.probe().equals(probe))
                      .map(finding -> kept(start + file.getKey(), finding.bytes()))
                      .forEach(all::add));
    }
    return all;
  }

  List<String> remarks() {
    return List.copyOf(remarks);
  }

  private void hideByWhiteouts(int layer) throws SourceException {
    EntryTable table = layers.get(layer).table();
    for (int i = 0; i < table.size(); i++) {
      EntryKind kind = table.kind(i);
      if (kind == EntryKind.WHITEOUT || kind == EntryKind.OPAQUE) {
        checkBounds(i);
        int node = table.node(i);
        if (kind == EntryKind.OPAQUE) {
          int directory = links.directory(table.paths, node);
          tree.removeBelow(directory, Hiding.OPAQUE);
          tree.makeDirectory(directory);
        } else if (node != PathTable.ROOT) {
          int hidden = place(table, node);
          tree.remove(hidden);
          tree.makeDirectory(tree.paths.parent(hidden));
        }
      }
    }
  }

  private Overlay.Kept kept(int entry, byte[] content) {
    return new Overlay.Kept(entry, tree.paths.path(nodes[entry]), content);
  }

  private void hide(int entry, Hiding how) {
    boolean copied = how == Hiding.OVERWRITTEN && isCopyOf(entry);
    hidden.hide(entry, current + 1, copied ? Hiding.COPIED_FOR_ATTRIBUTES : how);
  }

  /// Whether what is being put in place of a lower layer's file is that file, but for its
  /// attributes.
  private boolean isCopyOf(int entry) {
    if (placing == PathTable.NONE || isOfThisLayer(entry) || size(entry) != size(placing)) {
      return false;
    }
    Attributes before = attributes(entry);
    Attributes after = own(placing);
    return kind(entry) == EntryKind.FILE
        && kind(placing) == EntryKind.FILE
        && before.modified() == after.modified()
        && before.differsFrom(after);
  }

  /// Puts a layer's entries into the tree; the number of hard links that lead nowhere.
  private int apply(int layer) throws SourceException {
    EntryTable table = layers.get(layer).table();
    List<Integer> early = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      checkBounds(i);
      EntryKind kind = table.kind(i);
      if (kind == EntryKind.WHITEOUT || kind == EntryKind.OPAQUE) {
        continue;
      }
      int entry = numbers.start(layer) + i;
      int target = kind == EntryKind.HARD_LINK ? fileAt(table.target(i)) : entry;
      nodes[entry] = place(table, table.node(i));
      placing = entry;
      tree.put(nodes[entry], kind, entry);
      if (target == PathTable.NONE) {
        early.add(entry);
      } else if (target != entry) {
        link(entry, target);
      }
    }
    placing = PathTable.NONE;
    return resolve(early);
  }

  /// Hard links that come before their target; the number of those that have none.
  private int resolve(List<Integer> early) {
    int dangling = 0;
    for (int entry : early) {
      int target = fileAt(target(entry));
      if (target == PathTable.NONE || target == entry) {
        dangling++;
      } else {
        link(entry, target);
      }
    }
    return dangling;
  }

  /// Makes an entry one more name of a file; runtimes then give the file that name's attributes.
  private void link(int entry, int target) {
    inodes[entry] = inodes[target];
    if (!own(entry).equals(attributes(target))) {
      restyled.put(inodes[target], entry);
    }
  }

  private Attributes own(int entry) {
    return numbers.table(entry).attributes(numbers.within(entry));
  }

  private EntryKind kind(int entry) {
    return numbers.table(entry).kind(numbers.within(entry));
  }

  private long size(int entry) {
    return numbers.table(entry).size(numbers.within(entry));
  }

  private int fileAt(byte[] path) {
    int node = links.nodeOf(path);
    EntryKind kind = tree.kind(node);
    return kind != null && kind.isFile() ? tree.entry(node) : PathTable.NONE;
  }

  /// The node of the final tree that a node of a layer's table is, links to directories
  /// followed.
  private int place(EntryTable table, int node) throws SourceException {
    if (node == PathTable.ROOT) {
      return node;
    }
    int directory = links.directory(table.paths, table.paths.parent(node));
    if (tree.paths.depth(directory) > DEEPEST) {
      throw new SourceException.TooLarge(
          "its links lead to a path of more than " + DEEPEST + " directories");
    }
    return tree.paths.childLike(directory, table.paths, node);
  }

  private boolean isOfThisLayer(int entry) {
    return entry >= numbers.start(current);
  }

  private byte[] target(int entry) {
    return numbers.table(entry).target(numbers.within(entry));
  }

  private void checkBounds(int entry) throws SourceException {
    if ((entry & 63) == 0) {
      if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
        throw new SourceException.Unavailable(
            "the layers were not put together in the time there was for it");
      }
      if (links.isExhausted()) {
        throw new SourceException.TooLarge(
            "its links lead to and fro through more directories than are followed");
      }
      if (!EntryTable.hasRoomFor(tree.paths, limits)) {
        throw new SourceException.TooLarge(
            "its layers hold more names than the "
                + limits.entries()
                + " entries read at most can have");
      }
    }
  }

  private void checkEntries(long entries) throws SourceException {
    if (entries > limits.entries()) {
      throw new SourceException.TooLarge(
          "its layers together hold more than the "
              + limits.entries()
              + " entries that are read at most");
    }
  }
}
