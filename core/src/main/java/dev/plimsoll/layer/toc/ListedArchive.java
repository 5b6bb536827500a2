package dev.plimsoll.layer.toc;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.unpack.StoredBytes;
import dev.plimsoll.layer.unpack.Unpacked;
import dev.plimsoll.reference.Digest;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/// A tar archive as a table of contents tells it: every header in its place, every file a hole of
/// its size. Positions are those that the table gives for the layer itself.
///
/// So whatever reads layers reads tables of contents too, by the same rules and within the same
/// limits.
public final class ListedArchive implements Unpacked {
  private final TableOfContents where;
  private final StoredBytes stored;
  private final Unpacked unpacked;
  private final TableStream table;
  private final TocReader entries;
  private final MessageDigest hash = Digest.sha256();
  private byte[] header = new byte[0];
  private int served;
  private long position;

  /// Opens the table whose stored bytes are given; `end` is the layer's size.
  public ListedArchive(TableOfContents where, InputStream in, long end, StoredTable make)
      throws SourceException {
    this.where = where;
    boolean hashStored = where instanceof TableOfContents.ZstdChunked;
    this.stored = make.over(hashStored ? new java.security.DigestInputStream(in, hash) : in);
    this.unpacked = Unpacked.of(stored);
    this.table = new TableStream(stored, unpacked, hashStored ? Digest.sha256() : hash);
    try {
      if (where instanceof TableOfContents.Estargz) {
        table.enterArchive();
      }
      this.entries = new TocReader(table, "the table of contents of a layer", end);
    } catch (SourceException e) {
      unpacked.close();
      throw e;
    }
  }

  /// How stored bytes are read: capped, in time, under a name.
  public interface StoredTable {
    StoredBytes over(InputStream in);
  }

  /// The table's bytes as stored.
  public StoredBytes stored() {
    return stored;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws SourceException {
    while (served == header.length) {
      TocEntry entry = entries.next();
      if (entry == null) {
        return -1;
      }
      if (entry.type() != TocEntry.UNKNOWN) {
        header = HoleHeader.of(entry);
        served = 0;
        position = Math.max(position, entry.end());
      }
    }
    int count = Math.min(length, header.length - served);
    System.arraycopy(header, served, into, offset, count);
    served += count;
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  /// Makes sure, once all was read, that it is what the layer's descriptor names.
  public void verify() throws SourceException {
    byte[] rest = new byte[1 << 12];
    while (table.read(rest, 0, rest.length) >= 0) {
      // is hashed
    }
    stored.drain();
    Digest stated =
        switch (where) {
          case TableOfContents.Estargz(_, var digest) -> digest;
          case TableOfContents.ZstdChunked(_, _, var digest) -> digest;
        };
    if (!Digest.of("sha256", hash).equals(stated)) {
      throw stored.malformed("is not the one that the manifest names");
    }
  }

  @Override
  public void close() {
    unpacked.close();
    Arrays.fill(header, (byte) 0);
  }
}
