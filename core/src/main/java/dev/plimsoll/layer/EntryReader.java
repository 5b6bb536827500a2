package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Turns the entries of one layer's archive into its table, and keeps the small files wanted.
final class EntryReader {
  private static final byte[] WHITEOUT = ".wh.".getBytes(US_ASCII);
  private static final byte[] AUFS = ".wh..wh.".getBytes(US_ASCII);
  private static final byte[] OPAQUE = ".wh..wh..opq".getBytes(US_ASCII);

  private static final int MOST_REMARKS = 20;

  private final LayerStream stream;
  private final TarReader tar;
  private final Limits limits;
  private final KeptFiles kept;
  private final EntryTable table = new EntryTable();
  private final PathWalk walk;
  private final Set<String> remarks = new TreeSet<>();
  private final byte[] head = new byte[2];
  private long keptBytes;
  private int entries;
  private long size;

  EntryReader(LayerStream stream, StoredBytes faults, Limits limits, KeptFiles kept) {
    this.stream = stream;
    this.tar = new TarReader(stream);
    this.limits = limits;
    this.kept = kept;
    this.walk = new PathWalk(table.paths, limits, faults);
  }

  void readAll() throws SourceException {
    long from = stream.storedPosition();
    for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
      read(entry, from);
      from = stream.storedPosition();
    }
  }

  LayerContents contents(Digest diffId, Bytes stored, Bytes archive) {
    if (walk.hasClimbed()) {
      remark("has paths that climb out of the root by \"..\"; they were read as below it");
    }
    if (tar.hasGlobalHeaders()) {
      remark("has pax headers for all entries at once, which were ignored");
    }
    table.trim();
    return new LayerContents(table, diffId, stored, archive, List.copyOf(remarks));
  }

  private void read(TarEntry entry, long from) throws SourceException {
    if (++entries > limits.entries() || !table.hasRoomForTargets(limits)) {
      throw stream.tooLarge(
          "holds more than the " + limits.entries() + " entries that are read at most");
    }
    size += entry.size();
    if (size > limits.uncompressedLayer().count() || size < 0) {
      throw stream.tooLarge(
          "unpacks to more than the "
              + limits.uncompressedLayer().count()
              + " bytes that are read at most");
    }
    byte[] path = entry.path();
    int end = withoutSlashes(path);
    int name = lastName(path, end);
    if (startsWith(path, name, end, WHITEOUT)) {
      readWhiteout(entry, path, name, end, from);
    } else {
      readEntry(entry, walk.nodeOf(path, 0, end), from);
    }
  }

  private void readEntry(TarEntry entry, int node, long from) throws SourceException {
    EntryKind kind = kindOf(entry.type());
    if (kind == null || (node == PathTable.ROOT && kind != EntryKind.DIRECTORY)) {
      remark("has entries of a kind that no runtime unpacks; they were skipped");
      tar.skipPayload();
      return;
    }
    if (entry.target().length > limits.pathLength()) {
      throw stream.tooLarge(
          "holds a link longer than the " + limits.pathLength() + " bytes there may be");
    }
    boolean script = false;
    if (kind == EntryKind.FILE && entry.stored() > 0) {
      script = readFile(entry, node);
    }
    tar.skipPayload();
    table.add(node, kind, script, entry, stream.storedPosition() - from);
  }

  /// Looks into a file as far as is wanted; whether it is a script.
  private boolean readFile(TarEntry entry, int node) throws SourceException {
    String path = table.paths.path(node);
    long most = kept.mostBytes(path);
    if (most == 0 || entry.stored() != entry.size()) {
      return tar.read(head) == 2 && head[0] == '#' && head[1] == '!';
    }
    if (entry.stored() > most || keptBytes + entry.stored() > limits.keptFiles().count()) {
      remark("has a " + path + " of " + new Bytes(entry.size()) + ", too large to be read");
      return false;
    }
    byte[] content = tar.readAll();
    keptBytes += content.length;
    table.keepContent(table.size(), content);
    return content.length > 1 && content[0] == '#' && content[1] == '!';
  }

  private void readWhiteout(TarEntry entry, byte[] path, int name, int end, long from)
      throws SourceException {
    tar.skipPayload();
    long pull = stream.storedPosition() - from;
    int directory = walk.nodeOf(path, 0, name);
    int hidden = name + WHITEOUT.length;
    if (Arrays.equals(path, name, end, OPAQUE, 0, OPAQUE.length)) {
      table.add(directory, EntryKind.OPAQUE, false, entry, pull);
    } else if (hidden == end || isDots(path, hidden, end)) {
      remark("has whiteouts that name nothing; they were skipped");
    } else if (!startsWith(path, name, end, AUFS)) {
      int node = table.paths.child(directory, path, hidden, end);
      table.add(node, EntryKind.WHITEOUT, false, entry, pull);
    }
  }

  private void remark(String sentence) {
    if (remarks.size() < MOST_REMARKS) {
      remarks.add(sentence);
    }
  }

  private static @Nullable EntryKind kindOf(TarEntry.Type type) {
    return switch (type) {
      case FILE -> EntryKind.FILE;
      case HARD_LINK -> EntryKind.HARD_LINK;
      case SYMLINK -> EntryKind.SYMLINK;
      case DIRECTORY -> EntryKind.DIRECTORY;
      case SPECIAL -> EntryKind.SPECIAL;
      case UNKNOWN -> null;
    };
  }

  private static boolean isDots(byte[] path, int from, int to) {
    return path[from] == '.' && (to == from + 1 || (to == from + 2 && path[from + 1] == '.'));
  }

  private static int withoutSlashes(byte[] path) {
    int end = path.length;
    while (end > 0 && path[end - 1] == '/') {
      end--;
    }
    return end;
  }

  private static int lastName(byte[] path, int end) {
    int start = end;
    while (start > 0 && path[start - 1] != '/') {
      start--;
    }
    return start;
  }

  private static boolean startsWith(byte[] path, int from, int to, byte[] prefix) {
    return to - from >= prefix.length
        && Arrays.equals(path, from, from + prefix.length, prefix, 0, prefix.length);
  }
}
