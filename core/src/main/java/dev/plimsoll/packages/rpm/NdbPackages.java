package dev.plimsoll.packages.rpm;

import java.nio.ByteOrder;

/// RPM's own database file, `Packages.db` (RPM's `lib/backend/ndb/rpmpkg.c`): a header, a table of
/// slots that say where blobs are, then the blobs in blocks of 16 bytes. Little-endian.
final class NdbPackages implements HeaderStore {
  private static final long FILE_MAGIC = magic('R', 'p', 'm', 'P');
  private static final long SLOT_MAGIC = magic('S', 'l', 'o', 't');
  private static final long BLOB_MAGIC = magic('B', 'l', 'b', 'S');
  private static final int FILE_HEADER = 32;
  private static final int SLOT = 16;
  private static final int BLOCK = 16;
  private static final int BLOB_HEADER = 16;
  private static final int PAGE = 4096;

  private final Numbers file;

  NdbPackages(byte[] database) {
    this.file = Numbers.of(database, ByteOrder.LITTLE_ENDIAN);
  }

  static boolean isOne(byte[] file) throws UnreadableException {
    return file.length > FILE_HEADER
        && Numbers.of(file, ByteOrder.LITTLE_ENDIAN).u32(0) == FILE_MAGIC;
  }

  @Override
  public void forEach(Headers each) throws UnreadableException {
    if (file.u32(4) != 0) {
      throw new UnreadableException("it is of version " + file.u32(4) + ", and only 0 is read");
    }
    Numbers slots = file.part(0, file.u32(12) * PAGE);
    long left = file.length();
    for (long at = FILE_HEADER; at + SLOT <= slots.length(); at += SLOT) {
      if (slots.u32(at) != SLOT_MAGIC) {
        throw new UnreadableException("it is damaged: there is no slot at byte " + at);
      }
      long block = slots.u32(at + 8);
      if (block != 0) {
        byte[] header = blob(block * BLOCK, slots.u32(at + 4));
        left -= header.length;
        if (left < 0) {
          throw new UnreadableException("it is damaged: its packages overlap");
        }
        each.accept(header);
      }
    }
  }

  private byte[] blob(long at, long number) throws UnreadableException {
    if (file.u32(at) != BLOB_MAGIC || file.u32(at + 4) != number) {
      throw new UnreadableException("it is damaged: package " + number + " is not at byte " + at);
    }
    return file.copy(at + BLOB_HEADER, file.u32(at + 12));
  }

  private static long magic(int a, int b, int c, int d) {
    return a | b << 8 | c << 16 | (long) d << 24;
  }
}
