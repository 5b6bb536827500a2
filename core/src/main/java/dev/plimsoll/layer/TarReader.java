package dev.plimsoll.layer;

import dev.plimsoll.image.SourceException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks a tar archive from header to header: v7, ustar, pax, GNU long names and sparse files.
///
/// Where dialects differ, what Go's `archive/tar` makes of it counts, because container runtimes
/// unpack by it: global pax headers are ignored, links and directories have no payload.
final class TarReader {
  /// Headers that only say more about the next entry; the runtimes' limit.
  private static final long LARGEST_EXTENSION = 1 << 20;

  private static final int MOST_HEADERS = 16;

  private final LayerStream in;
  private final TarHeader header;
  private final byte[] sparseBlock = new byte[TarHeader.BLOCK];
  private long payload;
  private long padding;
  private boolean globalHeaders;

  private byte @Nullable [] longPath;
  private byte @Nullable [] longTarget;
  private @Nullable PaxRecords pax;

  TarReader(LayerStream in) {
    this.in = in;
    this.header = new TarHeader(in);
  }

  /// Whether there were headers for all entries at once, which runtimes ignore.
  boolean hasGlobalHeaders() {
    return globalHeaders;
  }

  /// The next entry, or null at the archive's end.
  @Nullable TarEntry next() throws SourceException {
    longPath = null;
    longTarget = null;
    pax = null;
    for (int headers = 1; readHeader(); headers++) {
      if (headers > MOST_HEADERS) {
        throw in.tooLarge("has more than " + MOST_HEADERS + " headers for one entry");
      }
      switch (header.type()) {
        case 'x', 'X' -> pax = PaxRecords.parse(extension(), in);
        case 'L' -> longPath = upToZero(extension());
        case 'K' -> longTarget = upToZero(extension());
        case 'g' -> {
          globalHeaders = true;
          expectPayload(header.size());
          skipPayload();
        }
        default -> {
          return entry();
        }
      }
    }
    return null;
  }

  /// The first bytes of the current entry's payload, as many as fit and are there.
  int read(byte[] into) throws SourceException {
    int count = (int) Math.min(into.length, payload);
    in.require(into, count);
    payload -= count;
    return count;
  }

  /// Passes over some of the current entry's payload.
  void skip(long count) throws SourceException {
    long skipped = Math.min(count, payload);
    in.skip(skipped);
    payload -= skipped;
  }

  /// The rest of the current entry's payload.
  byte[] readAll() throws SourceException {
    byte[] all = new byte[(int) payload];
    in.require(all, all.length);
    payload = 0;
    return all;
  }

  /// Goes to the end of the current entry.
  void skipPayload() throws SourceException {
    in.skip(payload);
    in.skip(padding);
    payload = 0;
    padding = 0;
  }

  private boolean readHeader() throws SourceException {
    if (!in.fill(header.block, TarHeader.BLOCK)) {
      return false;
    }
    if (header.isZero()) {
      if (in.fill(header.block, TarHeader.BLOCK) && !header.isZero()) {
        throw header.broken();
      }
      return false;
    }
    if (!header.hasGoodChecksum()) {
      throw header.broken();
    }
    return true;
  }

  private TarEntry entry() throws SourceException {
    byte flag = header.type();
    TarEntry.Type type = TarEntry.Type.of(flag);
    byte[] path = header.path();
    byte[] target = header.target();
    Attributes attributes = header.attributes();
    long stored = header.size();
    long size = stored;
    if (pax != null) {
      path = pax.pathOr(path);
      target = pax.targetOr(target);
      stored = pax.storedOr(stored);
      size = pax.sizeOr(stored);
      attributes = pax.attributesOr(attributes);
    }
    path = longPath != null ? longPath : path;
    target = longTarget != null ? longTarget : target;
    if (flag == 'S') {
      size = header.realSize();
      skipSparseBlocks();
    }
    if (flag == 0 && path.length > 0 && path[path.length - 1] == '/') {
      type = TarEntry.Type.DIRECTORY; // as v7 has them
    }
    expectPayload(type.hasPayload() ? stored : 0);
    return new TarEntry(type, path, target, type.hasPayload() ? size : 0, stored, attributes);
  }

  private void expectPayload(long size) {
    payload = size;
    padding = -size & (TarHeader.BLOCK - 1);
  }

  private byte[] extension() throws SourceException {
    long size = header.size();
    if (size > LARGEST_EXTENSION) {
      throw in.tooLarge("has a header of " + size + " bytes before byte " + in.position());
    }
    expectPayload(size);
    byte[] text = readAll();
    skipPayload();
    return text;
  }

  private void skipSparseBlocks() throws SourceException {
    boolean more = header.isSparseExtended();
    while (more) {
      in.require(sparseBlock, TarHeader.BLOCK);
      more = sparseBlock[504] != 0;
    }
  }

  private static byte[] upToZero(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return Arrays.copyOf(text, end);
  }
}
