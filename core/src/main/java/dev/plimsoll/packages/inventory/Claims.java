package dev.plimsoll.packages.inventory;

import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageName;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Which lists name a path: for each node the claims on it, newest first.
final class Claims {
  /// More than any distribution makes; a hostile database could make more than fit.
  private static final int MOST = 2_000_000;

  private static final int MOST_LINES = 2 * MOST;

  /// A package may list a path anew in every layer, and others may bring it too; beyond that,
  /// looking for a file's owner would take as long as somebody likes.
  private static final int MOST_OF_ONE = 2_000;

  private static final int NONE = -1;

  private final Overlay overlay;
  private final List<FileList> lists;
  private final BitSet overclaimed = new BitSet();
  private int[] newest = new int[1024];
  private int[] listOf = new int[1024];
  private int[] older = new int[1024];
  private int[] countOf = new int[1024];
  private int claims;
  private int lines;
  private boolean cut;

  /// Takes down the claims of all these lists.
  Claims(Overlay overlay, List<FileList> lists) {
    this.overlay = overlay;
    this.lists = lists;
    Arrays.fill(newest, NONE);
    for (int i = 0; i < lists.size() && !cut; i++) {
      int number = i;
      lists.get(i).forEach(path -> claim(path, number));
    }
    for (int entry = 0; !overclaimed.isEmpty() && !cut && entry < overlay.entries(); entry++) {
      int node = overlay.node(entry);
      cut = overlay.isFile(entry) && node >= 0 && overclaimed.get(node);
    }
  }

  /// Whether some claims were left out.
  boolean isCut() {
    return cut;
  }

  boolean isEmpty() {
    return claims == 0;
  }

  /// The package that holds a node in a layer: by the list in force there, else by the first one
  /// above that names it.
  Optional<PackageName> holder(int node, int layer) {
    if (node < 0 || node >= newest.length) {
      return Optional.empty();
    }
    FileList above = null;
    for (int claim = newest[node]; claim != NONE; claim = older[claim]) {
      FileList list = lists.get(listOf[claim]);
      if (list.from() > layer) {
        above = list;
      } else if (list.until() == 0 || list.until() > layer) {
        return Optional.of(list.owner());
      }
    }
    return Optional.ofNullable(above).map(FileList::owner);
  }

  private void claim(byte[] path, int list) {
    cut |= claims == MOST || lines++ == MOST_LINES;
    int node = cut ? NONE : overlay.locate(path);
    if (node == NONE) {
      return;
    }
    ensure(node);
    int last = newest[node];
    if (last != NONE && listOf[last] == list) {
      return;
    }
    if (countOf[node]++ >= MOST_OF_ONE) {
      overclaimed.set(node); // mostly a directory, whose owner is of no interest
      return;
    }
    if (claims == listOf.length) {
      listOf = Arrays.copyOf(listOf, claims * 2);
      older = Arrays.copyOf(older, claims * 2);
    }
    listOf[claims] = list;
    older[claims] = last;
    newest[node] = claims++;
  }

  private void ensure(int node) {
    if (node >= newest.length) {
      int known = newest.length;
      newest = Arrays.copyOf(newest, Math.max(node + 1, known * 2));
      Arrays.fill(newest, known, newest.length, NONE);
      countOf = Arrays.copyOf(countOf, newest.length);
    }
  }
}
