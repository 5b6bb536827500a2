package dev.plimsoll.packages.rpm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/// The blobs in the last column of a table of an SQLite database (sqlite.org/fileformat2.html).
///
/// Only what that takes: table b-trees with overflow pages; no indexes, no write-ahead log.
final class SqliteTable implements HeaderStore {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
  private static final int FILE_HEADER = 100;
  private static final int INTERIOR = 5;
  private static final int LEAF = 13;
  private static final int DEEPEST = 20;
  private static final int MOST_COLUMNS = 100;

  /// Of one row; the largest header of a distribution has a quarter of that.
  private static final long MOST_BYTES = 16 << 20;

  private final Numbers file;
  private final String table;
  private final int pageSize;
  private final int usable;
  private final BitSet seen = new BitSet();
  private long left;

  /// A row as it is stored, and where to read in it.
  private static final class Row {
    private final Numbers bytes;
    private int at;

    Row(byte[] payload) {
      bytes = Numbers.of(payload, ByteOrder.BIG_ENDIAN);
    }

    long varint() throws UnreadableException {
      long value = 0;
      for (int i = 0; i < 8; i++) {
        int b = bytes.u8(at++);
        value = (value << 7) | (b & 0x7f);
        if (b < 0x80) {
          return value;
        }
      }
      return (value << 8) | bytes.u8(at++);
    }
  }

  /// What is done with each row.
  private interface Rows {
    void accept(byte[] payload) throws UnreadableException;
  }

  SqliteTable(byte[] database, String table) throws UnreadableException {
    this.file = Numbers.of(database, ByteOrder.BIG_ENDIAN);
    this.table = table;
    this.left = database.length;
    int told = file.u16(16);
    this.pageSize = told == 1 ? 1 << 16 : told;
    this.usable = pageSize - file.u8(20);
    if (Integer.bitCount(pageSize) != 1 || pageSize < 512 || usable < 480) {
      throw new UnreadableException("it is damaged: its pages have " + pageSize + " bytes");
    }
    if (file.u32(56) > 1) {
      throw new UnreadableException("its texts are not in UTF-8");
    }
  }

  static boolean isOne(byte[] file) {
    return file.length > FILE_HEADER
        && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  @Override
  public void forEach(Headers each) throws UnreadableException {
    long[] root = {0};
    walk(1, 0, schema -> root[0] = Math.max(root[0], rootIn(schema)));
    if (root[0] == 0) {
      throw new UnreadableException("it has no table " + table);
    }
    walk(root[0], 0, row -> each.accept(lastBlob(row)));
  }

  private void walk(long number, int depth, Rows rows) throws UnreadableException {
    Numbers page = page(number);
    int header = number == 1 ? FILE_HEADER : 0;
    int type = page.u8(header);
    int cells = page.u16(header + 3);
    if ((type != INTERIOR && type != LEAF) || depth > DEEPEST) {
      throw new UnreadableException(
          "it is damaged: page %d is of type %d at depth %d".formatted(number, type, depth));
    }
    int pointers = header + (type == LEAF ? 8 : 12);
    for (int i = 0; i < cells; i++) {
      int cell = page.u16(pointers + 2L * i);
      if (type == LEAF) {
        rows.accept(payload(page, cell));
      } else {
        walk(page.u32(cell), depth + 1, rows);
      }
    }
    if (type == INTERIOR) {
      walk(page.u32(header + 8), depth + 1, rows);
    }
  }

  /// Pages are numbered from 1; each belongs to one tree, at one place.
  private Numbers page(long number) throws UnreadableException {
    if (number < 1 || number > file.length() / pageSize || seen.get((int) number)) {
      throw new UnreadableException("it is damaged: it refers to page " + number);
    }
    seen.set((int) number);
    return file.part((number - 1) * pageSize, pageSize);
  }

  private byte[] payload(Numbers page, int cell) throws UnreadableException {
    Row lead = new Row(page.copy(cell, Math.min(18, page.length() - cell)));
    long size = lead.varint();
    lead.varint(); // the row's number
    left -= size;
    if (size < 0 || size > MOST_BYTES || left < 0) {
      throw new UnreadableException("it is damaged: its rows are larger than itself");
    }
    byte[] payload = new byte[(int) size];
    int local = local(payload.length);
    page.copy(cell + lead.at, payload, 0, local);
    long next = local < payload.length ? page.u32((long) cell + lead.at + local) : 0;
    for (int done = local; done < payload.length; ) {
      Numbers overflow = page(next);
      int count = Math.min(usable - 4, payload.length - done);
      overflow.copy(4, payload, done, count);
      done += count;
      next = overflow.u32(0);
    }
    return payload;
  }

  /// How much of a row is in the leaf itself.
  private int local(int size) {
    int most = usable - 35;
    if (size <= most) {
      return size;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int fitting = least + (size - least) % (usable - 4);
    return fitting <= most ? fitting : least;
  }

  /// The root page that a row of the schema (type, name, table, root, SQL) tells, or 0 where it
  /// is about something else.
  private long rootIn(byte[] payload) throws UnreadableException {
    Row row = new Row(payload);
    long[] types = types(row);
    if (types.length < 4) {
      return 0;
    }
    int at = row.at;
    String kind = text(payload, at, types[0]);
    String name = text(payload, at + size(types[0]), types[1]);
    long root = at + size(types[0]) + size(types[1]) + size(types[2]);
    return kind.equals("table") && name.equals(table) ? integer(row.bytes, root, types[3]) : 0;
  }

  private static byte[] lastBlob(byte[] payload) throws UnreadableException {
    Row row = new Row(payload);
    long[] types = types(row);
    long at = row.at;
    for (int i = 0; i < types.length - 1; i++) {
      at += size(types[i]);
    }
    long last = types.length == 0 ? 0 : types[types.length - 1];
    if (last < 12 || last % 2 != 0) {
      throw new UnreadableException("its table holds no blobs");
    }
    return row.bytes.copy(at, size(last));
  }

  private static long[] types(Row row) throws UnreadableException {
    long end = row.varint();
    long[] types = new long[MOST_COLUMNS];
    int count = 0;
    while (row.at < end) {
      if (count == MOST_COLUMNS) {
        throw new UnreadableException("it is damaged: a row has too many columns");
      }
      types[count++] = row.varint();
    }
    return Arrays.copyOf(types, count);
  }

  private static long size(long type) throws UnreadableException {
    if (type < 0 || type > 2 * MOST_BYTES) {
      throw new UnreadableException("it is damaged: a column is of type " + type);
    }
    return switch ((int) type) {
      case 0, 8, 9, 10, 11 -> 0;
      case 1, 2, 3, 4 -> type;
      case 5 -> 6;
      case 6, 7 -> 8;
      default -> (type - 12) / 2;
    };
  }

  private static String text(byte[] payload, long at, long type) throws UnreadableException {
    byte[] text = Numbers.of(payload, ByteOrder.BIG_ENDIAN).copy(at, size(type));
    return type > 12 && type % 2 == 1 ? new String(text, UTF_8) : "";
  }

  private static long integer(Numbers payload, long at, long type) throws UnreadableException {
    if (type == 8 || type == 9) {
      return type - 8;
    }
    long value = 0;
    for (int i = 0; type <= 6 && i < size(type); i++) {
      value = (value << 8) | payload.u8(at + i);
    }
    return value;
  }
}
