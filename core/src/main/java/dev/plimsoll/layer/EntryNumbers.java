package dev.plimsoll.layer;

import java.util.Arrays;
import java.util.List;

/// The entries of all layers under one number each, from 0, in the order of layers and archives.
final class EntryNumbers {
  private final List<LayerContents> layers;
  private final int[] starts;

  EntryNumbers(List<LayerContents> layers) {
    this.layers = layers;
    this.starts = new int[layers.size() + 1];
    for (int i = 0; i < layers.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], layers.get(i).entries());
    }
  }

  /// How many there are.
  int total() {
    return starts[layers.size()];
  }

  /// The number of a layer's first entry; layers count from 0 here.
  int start(int layer) {
    return starts[layer];
  }

  int layerOf(int entry) {
    int found = Arrays.binarySearch(starts, entry);
    if (found < 0) {
      return -found - 2;
    }
    while (starts[found + 1] == entry) {
      found++; // an empty layer starts where the next one does
    }
    return found;
  }

  /// The table that an entry stands in.
  EntryTable table(int entry) {
    return layers.get(layerOf(entry)).table();
  }

  /// The number that an entry has in its layer.
  int within(int entry) {
    return entry - starts[layerOf(entry)];
  }
}
