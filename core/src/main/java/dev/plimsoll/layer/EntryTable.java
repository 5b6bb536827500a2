package dev.plimsoll.layer;

import dev.plimsoll.image.Limits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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

  final PathTable paths;
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

  EntryTable() {
    this(new PathTable());
  }

  private EntryTable(PathTable paths) {
    this.paths = paths;
  }

  int size() {
    return size;
  }

  /// Adds an entry: where, what, its size unpacked and the stored bytes it takes up.
  void add(int node, EntryKind kind, boolean script, TarEntry entry, long pull) {
    if (size == nodes.length) {
      grow(Columns.roomier(size));
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

  /// Writes the table column by column.
  void write(DataOutputStream out) throws IOException {
    paths.write(out);
    Columns.write(nodes, size, out);
    Columns.write(kinds, size, out);
    Columns.write(modes, size, out);
    Columns.write(uids, size, out);
    Columns.write(gids, size, out);
    Columns.write(times, size, out);
    Columns.write(sizes, size, out);
    Columns.write(pulls, size, out);
    Columns.write(targetEnds, size, out);
    Columns.write(targets, targetStart(size), out);
    out.writeInt(contents.size());
    for (Map.Entry<Integer, byte[]> content : new TreeMap<>(contents).entrySet()) {
      out.writeInt(content.getKey());
      Columns.write(content.getValue(), out);
    }
    out.writeInt(found.size());
    for (Map.Entry<Integer, List<Probing.Found>> findings : new TreeMap<>(found).entrySet()) {
      out.writeInt(findings.getKey());
      out.writeInt(findings.getValue().size());
      for (Probing.Found finding : findings.getValue()) {
        out.writeUTF(finding.probe());
        Columns.write(finding.bytes(), out);
      }
    }
  }

  /// Reads what was written; an [IOException] where no table can be so.
  static EntryTable read(DataInputStream in) throws IOException {
    EntryTable table = new EntryTable(PathTable.read(in));
    table.nodes = Columns.readInts(in);
    table.kinds = Columns.readBytes(in);
    table.modes = Columns.readShorts(in);
    table.uids = Columns.readInts(in);
    table.gids = Columns.readInts(in);
    table.times = Columns.readInts(in);
    table.sizes = Columns.readLongs(in);
    table.pulls = Columns.readLongs(in);
    table.targetEnds = Columns.readInts(in);
    table.targets = Columns.readBytes(in);
    table.size = table.nodes.length;
    for (int left = in.readInt(); left > 0; left--) {
      table.contents.put(table.entry(in), Columns.readBytes(in));
    }
    for (int left = in.readInt(); left > 0; left--) {
      int entry = table.entry(in);
      List<Probing.Found> findings = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        findings.add(new Probing.Found(in.readUTF(), Columns.readBytes(in)));
      }
      table.found.put(entry, findings);
    }
    table.requireSound();
    return table;
  }

  private int entry(DataInputStream in) throws IOException {
    int entry = in.readInt();
    if (entry < 0 || entry >= size) {
      throw new IOException("there is no such entry");
    }
    return entry;
  }

  /// That every entry is of a kind, at a path, and has the columns that belong to it.
  private void requireSound() throws IOException {
    boolean sound =
        kinds.length == size
            && modes.length == size
            && uids.length == size
            && gids.length == size
            && times.length == size
            && sizes.length == size
            && pulls.length == size
            && targetEnds.length == size
            && targets.length == targetStart(size);
    for (int i = 0; sound && i < size; i++) {
      int code = kinds[i] & KIND;
      sound =
          nodes[i] >= 0
              && nodes[i] < paths.size()
              && code > 0
              && EntryKind.of(code) != null
              && sizes[i] >= 0
              && targetEnds[i] >= targetStart(i);
    }
    if (!sound) {
      throw new IOException("it is no table of entries");
    }
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
