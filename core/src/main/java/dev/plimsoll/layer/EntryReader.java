package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.unpack.StoredBytes;
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
  private final List<FileProbe> probes;
  private final EntryTable table = new EntryTable();
  private final PathWalk walk;
  private final Set<String> remarks = new TreeSet<>();
  private final byte[] head = new byte[FileProbe.HEAD];
  private long keptBytes;
  private int entries;
  private long size;

  EntryReader(
      LayerStream stream,
      StoredBytes faults,
      Limits limits,
      KeptFiles kept,
      List<FileProbe> probes) {
    this.stream = stream;
    this.tar = new TarReader(stream);
    this.limits = limits;
    this.kept = kept;
    this.probes = probes;
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
    if (kind == EntryKind.FILE) {
      script = readFile(entry, node);
    }
    tar.skipPayload();
    table.add(node, kind, script, entry, stream.storedPosition() - from);
  }

  /// Looks into a file as far as is wanted; whether it is a script.
  private boolean readFile(TarEntry entry, int node) throws SourceException {
    String path = table.paths.path(node);
    long most = kept.mostBytes(path);
    if (most == 0 && entry.stored() == 0) {
      return false;
    }
    if (most == 0 || entry.stored() != entry.size()) {
      return probe(entry, path);
    }
    if (entry.stored() <= most) {
      byte[] content = tar.readAll();
      byte[] essence = kept.essence(path, content);
      if (hasRoomFor(essence.length)) {
        keptBytes += essence.length;
        table.keepContent(table.size(), essence);
        return isScript(content, content.length);
      }
    }
    remark("has a " + path + " of " + new Bytes(entry.size()) + LayerContents.TOO_LARGE);
    return false;
  }

  /// Shows a file to the probes; whether it is a script.
  private boolean probe(TarEntry entry, String path) throws SourceException {
    int known = tar.read(head);
    boolean script = isScript(head, known);
    if (!probes.isEmpty() && entry.stored() == entry.size()) {
      byte[] start = known == head.length ? head : Arrays.copyOf(head, known);
      List<Probing.Found> found = new Probing(tar, start, entry.size()).show(path, probes);
      long bytes = found.stream().mapToLong(finding -> finding.bytes().length).sum();
      if (bytes > 0 && hasRoomFor(bytes)) {
        keptBytes += bytes;
        table.keepFound(table.size(), found);
      } else if (bytes > 0) {
        remark(LayerContents.NO_ROOM);
      }
    }
    return script;
  }

  private boolean hasRoomFor(long bytes) {
    return keptBytes + bytes <= limits.keptFiles().count();
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
    boolean counts = !sentence.equals(LayerContents.NO_ROOM);
    if (counts && remarks.size() >= MOST_REMARKS && !remarks.contains(sentence)) {
      remarks.add(LayerContents.CROWDED);
    } else {
      remarks.add(sentence);
    }
  }

  private static @Nullable EntryKind kindOf(TarEntry.Type type) {
    return switch (type) {
      case FILE -> EntryKind.FILE;
      case HARD_LINK -> EntryKind.HARD_LINK;
      case SYMLINK -> EntryKind.SYMLINK;
      case DIRECTORY -> EntryKind.DIRECTORY;
      case CHARACTER_DEVICE -> EntryKind.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> EntryKind.BLOCK_DEVICE;
      case PIPE -> EntryKind.PIPE;
      case UNKNOWN -> null;
    };
  }

  private static boolean isScript(byte[] content, int length) {
    return length > 1 && content[0] == '#' && content[1] == '!';
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
