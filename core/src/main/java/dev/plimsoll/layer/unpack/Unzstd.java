package dev.plimsoll.layer.unpack;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.plimsoll.image.SourceException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/// Zstandard (RFC 8878): any number of frames one after another, skippable ones among them.
///
/// Headers of frames and blocks are read here, so that what a frame asks for is known before it is
/// given, and the stored position at the end of each block; what is in a block is libzstd's affair.
final class Unzstd implements Unpacked {
  private static final int BLOCK_HEADER = 3;
  private static final int RAW = 0;
  private static final int REPEATED = 1;
  private static final int RESERVED = 3;

  private final StoredBytes stored;
  private final Arena arena = Arena.ofConfined();
  private final ByteBuffer source;
  private final ByteBuffer unpacked;
  private final ZstdDecompressCtx library;
  private final Proportion proportion = new Proportion();
  private boolean withinFrame;
  private boolean checksummed;
  private boolean ended;

  Unzstd(StoredBytes stored) throws SourceException {
    this.stored = stored;
    this.library = library(stored);
    int frame = ZstdFrame.MOST_HEADER + BLOCK_HEADER + ZstdFrame.LARGEST_BLOCK + ZstdFrame.CHECKSUM;
    this.source = arena.allocate(frame).asByteBuffer();
    this.unpacked = arena.allocate(2L * ZstdFrame.LARGEST_BLOCK).asByteBuffer().limit(0);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws SourceException {
    while (!unpacked.hasRemaining()) {
      if (!withinFrame && !nextFrame()) {
        ended = true;
        return -1;
      }
      readBlock();
    }
    int count = Math.min(length, unpacked.remaining());
    unpacked.get(into, offset, count);
    proportion.hasHandedOut(count);
    return count;
  }

  @Override
  public long position() {
    return ended ? stored.position() : proportion.position();
  }

  @Override
  public void close() {
    library.close();
    arena.close();
  }

  /// Reads the next frame's header; false at the end.
  private boolean nextFrame() throws SourceException {
    source.clear();
    ZstdFrame frame = ZstdFrame.next(stored, source);
    if (frame == null) {
      return false;
    }
    checksummed = frame.checksummed();
    withinFrame = true;
    return true;
  }

  private void readBlock() throws SourceException {
    ZstdFrame.take(stored, source, BLOCK_HEADER);
    int header = ZstdFrame.number(source, source.position() - BLOCK_HEADER, BLOCK_HEADER);
    boolean last = (header & 1) != 0;
    int kind = header >> 1 & 3;
    int size = header >> 3;
    if (kind == RESERVED || (size > ZstdFrame.LARGEST_BLOCK)) {
      throw broken();
    }
    ZstdFrame.take(stored, source, kind == REPEATED ? 1 : size);
    if (last && checksummed) {
      ZstdFrame.take(stored, source, ZstdFrame.CHECKSUM);
    }
    unpack(last, kind == RAW || kind == REPEATED ? size : ZstdFrame.LARGEST_BLOCK);
    withinFrame = !last;
    proportion.extend(unpacked.remaining(), stored.position());
  }

  private void unpack(boolean last, int most) throws SourceException {
    source.flip();
    unpacked.clear();
    boolean done = false;
    try {
      while (source.hasRemaining()) {
        int before = source.position() + unpacked.position();
        done = library.decompressDirectByteBufferStream(unpacked, source);
        if (source.position() + unpacked.position() == before) {
          throw broken();
        }
      }
    } catch (ZstdException _) {
      throw broken();
    }
    source.clear();
    unpacked.flip();
    if (done != last || unpacked.remaining() > most) {
      throw broken();
    }
  }

  private SourceException broken() {
    return stored.malformed("is damaged: its zstd data is broken");
  }

  private static ZstdDecompressCtx library(StoredBytes stored) throws SourceException {
    try {
      return new ZstdDecompressCtx();
    } catch (LinkageError e) {
      throw new SourceException.Unavailable(
          stored
                  .malformed("is compressed by zstd, whose library cannot be loaded here")
                  .getMessage()
              + ": let this process write to "
              + System.getProperty("java.io.tmpdir"),
          e);
    }
  }
}
