package dev.plimsoll.packages.rpm;

import java.nio.ByteOrder;
import java.util.BitSet;

/// The values in a hash of Berkeley DB (its `dbinc/db_page.h`), such as RPM's `Packages` was, in
/// the byte order of the machine that wrote it.
///
/// Pages are gone through in the file's order, not by the hash: what is free says so.
final class BerkeleyHash implements HeaderStore {
  private static final long MAGIC = 0x061561;
  private static final int PAGE_HEADER = 26;
  private static final int UNSORTED_HASH = 2;
  private static final int OVERFLOW = 7;
  private static final int HASH = 13;
  private static final int INLINE = 1;
  private static final int OFF_PAGE = 3;
  private static final long MOST_BYTES = 16 << 20;

  private final Numbers file;
  private final int pageSize;
  private final BitSet seen = new BitSet();
  private long left;

  BerkeleyHash(byte[] database) throws UnreadableException {
    this.file = Numbers.of(database, order(database));
    this.left = database.length;
    long told = file.u32(20);
    if (Long.bitCount(told) != 1 || told < 512 || told > 1 << 16) {
      throw new UnreadableException("it is damaged: its pages have " + told + " bytes");
    }
    this.pageSize = (int) told;
    if (file.u8(24) != 0) {
      throw new UnreadableException("it is encrypted");
    }
  }

  static boolean isOne(byte[] file) throws UnreadableException {
    return file.length >= 512 && Numbers.of(file, order(file)).u32(12) == MAGIC;
  }

  @Override
  public void forEach(Headers each) throws UnreadableException {
    for (int number = 1; number < file.length() / pageSize; number++) {
      Numbers page = file.part((long) number * pageSize, pageSize);
      int type = page.u8(25);
      if (type == HASH || type == UNSORTED_HASH) {
        readPairs(page, each);
      }
    }
  }

  /// Keys and values take turns; the items lie at the page's end, the last one lowest.
  private void readPairs(Numbers page, Headers each) throws UnreadableException {
    int items = page.u16(20);
    for (int i = 0; i + 1 < items; i += 2) {
      byte[] key = item(page, i);
      if (!isZero(key)) {
        each.accept(item(page, i + 1));
      } // under the key 0 is no package but the number of the newest
    }
  }

  private byte[] item(Numbers page, int index) throws UnreadableException {
    int start = page.u16(PAGE_HEADER + 2L * index);
    int end = index == 0 ? pageSize : page.u16(PAGE_HEADER + 2L * (index - 1));
    int type = page.u8(start);
    return switch (type) {
      case INLINE -> page.copy(start + 1, take((long) end - start - 1));
      case OFF_PAGE -> chain(page.u32(start + 4), take(page.u32(start + 8)));
      default -> throw new UnreadableException("it has items of type " + type);
    };
  }

  private byte[] chain(long first, long size) throws UnreadableException {
    byte[] item = new byte[(int) size];
    long number = first;
    for (int done = 0; done < item.length; ) {
      if (number < 1 || number >= file.length() / pageSize || seen.get((int) number)) {
        throw new UnreadableException("it is damaged: it refers to page " + number);
      }
      seen.set((int) number);
      Numbers page = file.part(number * pageSize, pageSize);
      int count = page.u16(22);
      if (page.u8(25) != OVERFLOW || count == 0 || count > item.length - done) {
        throw new UnreadableException("it is damaged: page " + number + " does not go on");
      }
      page.copy(PAGE_HEADER, item, done, count);
      done += count;
      number = page.u32(16);
    }
    return item;
  }

  /// Counts what is taken out of the file: no more can be in it than it has bytes.
  private long take(long size) throws UnreadableException {
    left -= Math.max(size, 0);
    if (size > MOST_BYTES || left < 0) {
      throw new UnreadableException("it is damaged: its items are larger than itself");
    }
    return size;
  }

  private static boolean isZero(byte[] key) {
    for (byte b : key) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static ByteOrder order(byte[] file) throws UnreadableException {
    long magic = Numbers.of(file, ByteOrder.BIG_ENDIAN).u32(12);
    return magic == MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
