package dev.plimsoll.layer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is at each path at one moment while layers are laid one on another.
///
/// Removing a directory costs as much as putting there what it holds did, however often it is
/// removed: children hang in lists, and a removed child leaves its list.
final class LiveTree {
  private static final int END = -1;
  private static final int IN_NO_LIST = -2;

  final PathTable paths = new PathTable();

  /// The kind's code; 0 where nothing is.
  private byte[] kinds = new byte[64];

  private int[] entries = new int[64];
  private int[] firstChild = new int[64];
  private int[] nextSibling = new int[64];
  private int ready;
  private int[] stack = new int[64];

  private final Hidden hidden;

  /// Is told which entry is no longer there, and how that came.
  interface Hidden {
    void hide(int entry, Hiding how);
  }

  /// `hidden` is told of each entry that is no longer there.
  LiveTree(Hidden hidden) {
    this.hidden = hidden;
    ensure(PathTable.ROOT);
    set(PathTable.ROOT, EntryKind.DIRECTORY, END);
  }

  /// What is at a path, or null where nothing is.
  @Nullable EntryKind kind(int node) {
    return node >= 0 && node < ready ? EntryKind.of(kinds[node]) : null;
  }

  /// The entry that is at a path, or -1 where nothing is, or a directory that no entry names.
  int entry(int node) {
    return kind(node) == null ? END : entries[node];
  }

  /// Puts an entry at a path, replacing what is there, and makes the directories above it.
  void put(int node, EntryKind kind, int entry) {
    makeDirectory(paths.parent(node));
    ensure(node);
    if (kind != EntryKind.DIRECTORY) {
      removeBelow(node, Hiding.DELETED_WITH_DIRECTORY);
    }
    clear(node, Hiding.OVERWRITTEN);
    set(node, kind, entry);
  }

  void remove(int node) {
    if (kind(node) != null) {
      removeBelow(node, Hiding.DELETED_WITH_DIRECTORY);
      clear(node, Hiding.DELETED);
    }
  }

  /// Removes all that is in a directory, however deep.
  void removeBelow(int node, Hiding how) {
    if (node >= ready) {
      return;
    }
    int depth = 0;
    stack[depth++] = node;
    while (depth > 0) {
      int directory = stack[--depth];
      int child = firstChild[directory];
      firstChild[directory] = END;
      while (child != END) {
        int next = nextSibling[child];
        nextSibling[child] = IN_NO_LIST;
        clear(child, how);
        if (firstChild[child] != END) {
          if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
          }
          stack[depth++] = child;
        }
        child = next;
      }
    }
  }

  private void clear(int node, Hiding how) {
    if (kinds[node] != 0 && entries[node] != END) {
      hidden.hide(entries[node], how);
    }
    kinds[node] = 0;
  }

  /// Makes a directory that no entry names, and those above it, where there is none.
  void makeDirectory(int node) {
    if (kind(node) == EntryKind.DIRECTORY) {
      return;
    }
    put(node, EntryKind.DIRECTORY, END);
  }

  private void set(int node, EntryKind kind, int entry) {
    kinds[node] = kind.code;
    entries[node] = entry;
    if (nextSibling[node] == IN_NO_LIST && node != PathTable.ROOT) {
      int parent = paths.parent(node);
      nextSibling[node] = firstChild[parent];
      firstChild[parent] = node;
    }
  }

  private void ensure(int node) {
    if (node >= kinds.length) {
      int capacity = Math.max(node + 1, Columns.roomier(kinds.length));
      kinds = Arrays.copyOf(kinds, capacity);
      entries = Arrays.copyOf(entries, capacity);
      firstChild = Arrays.copyOf(firstChild, capacity);
      nextSibling = Arrays.copyOf(nextSibling, capacity);
    }
    if (node >= ready) {
      Arrays.fill(firstChild, ready, node + 1, END);
      Arrays.fill(nextSibling, ready, node + 1, IN_NO_LIST);
      ready = node + 1;
    }
  }
}
