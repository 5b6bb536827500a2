package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Paths as numbers: each is a name in the directory of another, so that a hundred thousand of
/// them take a few megabytes. Node 0 is the root; a parent's number is lower than its
/// children's.
final class PathTable {
  static final int ROOT = 0;
  static final int NONE = -1;

  /// Secret, so that nobody can write names that all fall into one slot.
  private static final long SEED = new SplittableRandom().nextLong() | 1;

  private int[] parents = new int[64];
  private int[] ends = new int[64];
  private byte[] names = new byte[1024];
  private int[] slots = new int[128];
  private int size = 1;

  PathTable() {
    parents[ROOT] = ROOT;
    Arrays.fill(slots, NONE);
  }

  int size() {
    return size;
  }

  /// The bytes of all names together.
  long nameBytes() {
    return ends[size - 1];
  }

  /// How many directories a node lies below, the root not counted.
  int depth(int node) {
    int depth = 0;
    for (int n = node; n != ROOT; n = parents[n]) {
      depth++;
    }
    return depth;
  }

  int parent(int node) {
    return parents[node];
  }

  /// The memory that this takes up, in bytes.
  long weight() {
    return 4L * (parents.length + ends.length + slots.length) + names.length;
  }

  /// The node of a name in a directory, added where it is new.
  int child(int directory, byte[] text, int from, int to) {
    int slot = slotOf(directory, text, from, to);
    if (slots[slot] != NONE) {
      return slots[slot];
    }
    int node = append(directory, text, from, to);
    slots[slot] = node;
    if (size * 2 > slots.length) {
      hash(slots.length * 2);
    }
    return node;
  }

  /// The node of a name in a directory, or [#NONE].
  int find(int directory, byte[] text, int from, int to) {
    return slots[slotOf(directory, text, from, to)];
  }

  /// The same name as `node` of `other` has, in a directory of this table.
  int childLike(int directory, PathTable other, int node) {
    return child(directory, other.names, other.ends[node - 1], other.ends[node]);
  }

  void write(DataOutputStream out) throws IOException {
    Columns.write(parents, size, out);
    Columns.write(ends, size, out);
    Columns.write(names, ends[size - 1], out);
  }

  /// Reads what was written; an [IOException] where no table can be so.
  static PathTable read(DataInputStream in) throws IOException {
    PathTable table = new PathTable();
    table.parents = Columns.readInts(in);
    table.ends = Columns.readInts(in);
    table.names = Columns.readBytes(in);
    table.size = table.parents.length;
    boolean sound =
        table.size > 0
            && table.ends.length == table.size
            && table.parents[ROOT] == ROOT
            && table.ends[ROOT] == 0
            && table.names.length == table.ends[table.size - 1];
    for (int node = 1; sound && node < table.size; node++) {
      int parent = table.parents[node];
      sound = parent >= 0 && parent < node && table.ends[node] > table.ends[node - 1];
    }
    if (!sound) {
      throw new IOException("it is no table of paths");
    }
    table.hash(Integer.highestOneBit(table.size) * 4);
    return table;
  }

  /// The absolute path, fit to be shown: what is no UTF-8 or would confuse a terminal is
  /// replaced.
  String path(int node) {
    if (node == ROOT) {
      return "/";
    }
    int length = 0;
    for (int n = node; n != ROOT; n = parents[n]) {
      length += 1 + ends[n] - ends[n - 1];
    }
    byte[] path = new byte[length];
    int at = length;
    for (int n = node; n != ROOT; n = parents[n]) {
      int name = ends[n] - ends[n - 1];
      at -= name;
      System.arraycopy(names, ends[n - 1], path, at, name);
      path[--at] = '/';
    }
    return shown(path, 0, length);
  }

  static String shown(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] < ' ' || text[i] == 0x7f) {
        String decoded = new String(text, from, to - from, UTF_8);
        return decoded.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "\ufffd");
      }
    }
    return new String(text, from, to - from, UTF_8);
  }

  private int append(int directory, byte[] text, int from, int to) {
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, Columns.roomier(size));
      ends = Arrays.copyOf(ends, Columns.roomier(size));
    }
    int start = ends[size - 1];
    int end = Math.addExact(start, to - from);
    if (end > names.length) {
      names = Arrays.copyOf(names, Math.max(end, names.length + names.length / 2));
    }
    System.arraycopy(text, from, names, start, to - from);
    parents[size] = directory;
    ends[size] = end;
    return size++;
  }

  private int slotOf(int directory, byte[] text, int from, int to) {
    int mask = slots.length - 1;
    int slot = hash(directory, text, from, to) & mask;
    while (slots[slot] != NONE && !isNamed(slots[slot], directory, text, from, to)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isNamed(int node, int directory, byte[] text, int from, int to) {
    return parents[node] == directory
        && Arrays.equals(names, ends[node - 1], ends[node], text, from, to);
  }

  private void hash(int room) {
    slots = new int[room];
    Arrays.fill(slots, NONE);
    for (int node = 1; node < size; node++) {
      slots[slotOf(parents[node], names, ends[node - 1], ends[node])] = node;
    }
  }

  private static int hash(int directory, byte[] text, int from, int to) {
    long hash = (directory + 1L) * SEED;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text[i]) * SEED;
      hash ^= hash >>> 29;
    }
    return (int) (hash ^ hash >>> 32);
  }
}
