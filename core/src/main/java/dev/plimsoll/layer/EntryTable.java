package dev.plimsoll.layer;

import dev.plimsoll.image.Limits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The entries of a layer in the order of its archive, as columns: about seventy bytes each, paths
/// included.
final class EntryTable {
  private static final byte SCRIPT = 0x40;
  private static final byte CAPABILITIES = 0x20;
  private static final byte KIND = 0x0f;

  /// What names and targets may take up on average when there are as many entries as may be; far
  /// more than they do in any image, so that memory is bounded by the limit of entries.
  private static final int NODES_PER_ENTRY = 2;

  private static final int NAME_BYTES_PER_ENTRY = 32;
  private static final int TARGET_BYTES_PER_ENTRY = 16;

  final PathTable paths = new PathTable();
  private final Map<Integer, byte[]> contents = new HashMap<>();
  private final Map<Integer, List<Probing.Found>> found = new HashMap<>();
  private int[] nodes = new int[64];
  private byte[] kinds = new byte[64];
  private short[] modes = new short[64];
  private int[] uids = new int[64];
  private int[] gids = new int[64];
  private int[] times = new int[64];
  private long[] sizes = new long[64];
  private long[] pulls = new long[64];
  private int[] targetEnds = new int[64];
  private byte[] targets = new byte[256];
  private int size;

  int size() {
    return size;
  }

  /// Adds an entry: where, what, its size unpacked and the stored bytes it takes up.
  void add(int node, EntryKind kind, boolean script, TarEntry entry, long pull) {
    if (size == nodes.length) {
      grow(size * 2);
    }
    nodes[size] = node;
    Attributes attributes = entry.attributes();
    kinds[size] =
        (byte) (kind.code | (script ? SCRIPT : 0) | (attributes.capabilities() ? CAPABILITIES : 0));
    modes[size] = (short) attributes.mode();
    uids[size] = attributes.uid();
    gids[size] = attributes.gid();
    times[size] = attributes.modified();
    sizes[size] = kind == EntryKind.FILE ? entry.size() : 0;
    pulls[size] = pull;
    boolean link = kind == EntryKind.SYMLINK || kind == EntryKind.HARD_LINK;
    appendTarget(link ? entry.target() : new byte[0]);
    size++;
  }

  /// Whether paths take up no more memory than there is for an image's entries.
  static boolean hasRoomFor(PathTable paths, Limits limits) {
    return paths.size() <= (long) NODES_PER_ENTRY * limits.entries() + 1000
        && paths.nameBytes() <= (long) NAME_BYTES_PER_ENTRY * limits.entries() + 100_000;
  }

  /// The same for the targets of links.
  boolean hasRoomForTargets(Limits limits) {
    return targetStart(size) <= (long) TARGET_BYTES_PER_ENTRY * limits.entries() + 100_000;
  }

  void keepContent(int entry, byte[] content) {
    contents.put(entry, content);
  }

  void keepFound(int entry, List<Probing.Found> findings) {
    found.put(entry, findings);
  }

  int node(int entry) {
    return nodes[entry];
  }

  EntryKind kind(int entry) {
    return Objects.requireNonNull(EntryKind.of(kinds[entry] & KIND));
  }

  boolean isScript(int entry) {
    return (kinds[entry] & SCRIPT) != 0;
  }

  Attributes attributes(int entry) {
    return new Attributes(
        modes[entry], uids[entry], gids[entry], times[entry], (kinds[entry] & CAPABILITIES) != 0);
  }

  long size(int entry) {
    return sizes[entry];
  }

  long pull(int entry) {
    return pulls[entry];
  }

  /// The bytes of the files that were kept, and of what probes found.
  long contentBytes() {
    return contents.values().stream().mapToLong(content -> content.length).sum() + foundBytes();
  }

  /// Where a link leads, as it is written.
  byte[] target(int entry) {
    return Arrays.copyOfRange(targets, targetStart(entry), targetEnds[entry]);
  }

  Map<Integer, byte[]> contents() {
    return contents;
  }

  /// What probes found, by entry.
  Map<Integer, List<Probing.Found>> found() {
    return found;
  }

  /// Gives back what was taken in advance.
  void trim() {
    grow(Math.max(size, 1));
    targets = Arrays.copyOf(targets, size == 0 ? 0 : targetEnds[size - 1]);
  }

  /// The memory that this takes up, in bytes.
  long weight() {
    long kept = contents.values().stream().mapToLong(content -> content.length + 100L).sum();
    return paths.weight()
        + 39L * nodes.length
        + targets.length
        + kept
        + foundBytes()
        + 200L * found.size();
  }

  private long foundBytes() {
    return found.values().stream()
        .flatMap(List::stream)
        .mapToLong(finding -> finding.bytes().length)
        .sum();
  }

  private int targetStart(int entry) {
    return entry == 0 ? 0 : targetEnds[entry - 1];
  }

  private void appendTarget(byte[] target) {
    int start = targetStart(size);
    int end = Math.addExact(start, target.length);
    if (end > targets.length) {
      targets = Arrays.copyOf(targets, Math.max(end, targets.length + targets.length / 2));
    }
    System.arraycopy(target, 0, targets, start, target.length);
    targetEnds[size] = end;
  }

  private void grow(int capacity) {
    nodes = Arrays.copyOf(nodes, capacity);
    kinds = Arrays.copyOf(kinds, capacity);
    modes = Arrays.copyOf(modes, capacity);
    uids = Arrays.copyOf(uids, capacity);
    gids = Arrays.copyOf(gids, capacity);
    times = Arrays.copyOf(times, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
    pulls = Arrays.copyOf(pulls, capacity);
    targetEnds = Arrays.copyOf(targetEnds, capacity);
  }
}
