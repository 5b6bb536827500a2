package dev.plimsoll.cli.tree;

import dev.plimsoll.layer.Overlay;
import java.util.Arrays;
import java.util.BitSet;

/// The files of one layer, added up at each path that they lie at or beneath.
final class LayerSums {
  private final Overlay overlay;
  private final BitSet inUse;
  private final int[] touched;
  private final long[] disk;
  private final long[] pull;
  private final long[] wasted;
  private final int[] files;
  private final boolean[] known;
  private int count;

  LayerSums(Overlay overlay) {
    this.overlay = overlay;
    int nodes = 1;
    inUse = new BitSet(overlay.entries());
    for (int entry = 0; entry < overlay.entries(); entry++) {
      nodes = Math.max(nodes, overlay.node(entry) + 1);
      if (overlay.isFile(entry) && overlay.isVisible(entry)) {
        inUse.set(overlay.inode(entry)); // any name that is left keeps the bytes in use
      }
    }
    touched = new int[nodes];
    disk = new long[nodes];
    pull = new long[nodes];
    wasted = new long[nodes];
    files = new int[nodes];
    known = new boolean[nodes];
  }

  /// Forgets the last layer.
  void clear() {
    for (int i = 0; i < count; i++) {
      int node = touched[i];
      disk[node] = 0;
      pull[node] = 0;
      wasted[node] = 0;
      files[node] = 0;
      known[node] = false;
    }
    count = 0;
  }

  void add(int entry) {
    if (!overlay.isFile(entry)) {
      return;
    }
    long size = overlay.size(entry);
    long stored = overlay.pull(entry);
    boolean waste = !inUse.get(overlay.inode(entry));
    int node = overlay.node(entry);
    while (true) {
      if (!known[node]) {
        known[node] = true;
        touched[count++] = node;
      }
      disk[node] += size;
      pull[node] += stored;
      wasted[node] += waste ? size : 0;
      files[node]++;
      int parent = overlay.parent(node);
      if (parent == node) {
        return;
      }
      node = parent;
    }
  }

  /// The paths that have files at or beneath them.
  int[] nodes() {
    return Arrays.copyOf(touched, count);
  }

  long disk(int node) {
    return disk[node];
  }

  long pull(int node) {
    return pull[node];
  }

  long wasted(int node) {
    return wasted[node];
  }

  int files(int node) {
    return files[node];
  }
}
