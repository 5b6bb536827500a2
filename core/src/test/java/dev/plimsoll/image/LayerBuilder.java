package dev.plimsoll.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/// Writes the tar archive of one layer, entry by entry, in the order given and the same each time.
///
/// `mode`, `owner` and `modified` change the entry added last. Names longer than a ustar header
/// holds get a pax header, as buildah and BuildKit write it.
public final class LayerBuilder {
  private static final int BLOCK = 512;
  private static final long SOME_DAY = 1_750_000_000L;

  /// Where the bytes of a file come from, so that a large one need not stand in memory twice.
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private record Entry(
      char type,
      String path,
      String target,
      long size,
      Content content,
      int mode,
      int uid,
      int gid,
      long modified) {}

  private final List<Entry> entries = new ArrayList<>();

  public static LayerBuilder layer() {
    return new LayerBuilder();
  }

  public LayerBuilder file(String path, String content) {
    return file(path, content.getBytes(UTF_8));
  }

  public LayerBuilder file(String path, byte[] content) {
    return add('0', path, "", content.length, out -> out.write(content), 0644);
  }

  /// A file of zeroes, which compresses to nearly nothing.
  public LayerBuilder zeroes(String path, long size) {
    return add('0', path, "", size, out -> writeZeroes(out, size), 0644);
  }

  /// A file of pseudo-random bytes, which does not compress; the same bytes for the same path.
  public LayerBuilder noise(String path, long size) {
    SplittableRandom random = new SplittableRandom(path.hashCode());
    byte[] once = new byte[(int) size];
    random.nextBytes(once);
    return add('0', path, "", size, out -> out.write(once), 0644);
  }

  public LayerBuilder directory(String path) {
    return add('5', path.endsWith("/") ? path : path + "/", "", 0, _ -> {}, 0755);
  }

  public LayerBuilder symlink(String path, String target) {
    return add('2', path, target, 0, _ -> {}, 0777);
  }

  public LayerBuilder hardLink(String path, String target) {
    return add('1', path, target, 0, _ -> {}, 0644);
  }

  /// Removes what lower layers put at `path`.
  public LayerBuilder whiteout(String path) {
    int slash = path.lastIndexOf('/') + 1;
    return file(path.substring(0, slash) + ".wh." + path.substring(slash), "").mode(0);
  }

  /// Hides all that lower layers put into the directory `path`.
  public LayerBuilder opaque(String path) {
    return file(path + "/.wh..wh..opq", "").mode(0);
  }

  public LayerBuilder mode(int mode) {
    return changeLast(
        e ->
            new Entry(e.type, e.path, e.target, e.size, e.content, mode, e.uid, e.gid, e.modified));
  }

  public LayerBuilder owner(int uid, int gid) {
    return changeLast(
        e -> new Entry(e.type, e.path, e.target, e.size, e.content, e.mode, uid, gid, e.modified));
  }

  public LayerBuilder modified(long epochSecond) {
    return changeLast(
        e ->
            new Entry(
                e.type, e.path, e.target, e.size, e.content, e.mode, e.uid, e.gid, epochSecond));
  }

  /// The archive, uncompressed.
  public byte[] tar() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (Entry entry : entries) {
        if (entry.path.getBytes(UTF_8).length > 100 || entry.target.getBytes(UTF_8).length > 100) {
          writeEntry(out, paxHeader(entry));
        }
        writeEntry(out, entry);
      }
      out.write(new byte[2 * BLOCK]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private LayerBuilder add(
      char type, String path, String target, long size, Content content, int mode) {
    entries.add(new Entry(type, path, target, size, content, mode, 0, 0, SOME_DAY));
    return this;
  }

  private LayerBuilder changeLast(UnaryOperator<Entry> change) {
    entries.add(change.apply(entries.removeLast()));
    return this;
  }

  private static void writeEntry(OutputStream out, Entry entry) throws IOException {
    out.write(header(entry));
    entry.content.writeTo(out);
    out.write(new byte[(int) ((BLOCK - entry.size % BLOCK) % BLOCK)]);
  }

  /// The 512 bytes of POSIX ustar.
  private static byte[] header(Entry entry) {
    byte[] header = new byte[BLOCK];
    text(header, 0, 100, entry.path);
    octal(header, 100, 8, entry.mode);
    octal(header, 108, 8, entry.uid);
    octal(header, 116, 8, entry.gid);
    octal(header, 124, 12, entry.size);
    octal(header, 136, 12, entry.modified);
    text(header, 148, 8, "        ");
    header[156] = (byte) entry.type;
    text(header, 157, 100, entry.target);
    text(header, 257, 8, "ustar\0" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    text(header, 148, 8, String.format("%06o\0 ", sum));
    return header;
  }

  private static Entry paxHeader(Entry of) {
    byte[] records =
        (paxRecord("path", of.path) + paxRecord("linkpath", of.target)).getBytes(UTF_8);
    return new Entry(
        'x', "PaxHeaders/0", "", records.length, out -> out.write(records), 0644, 0, 0, SOME_DAY);
  }

  /// `LENGTH key=value\n`, where the length counts its own digits.
  private static String paxRecord(String key, String value) {
    if (value.isEmpty()) {
      return "";
    }
    int rest = (" " + key + "=" + value + "\n").getBytes(UTF_8).length;
    int length = rest + 1;
    while (length != rest + Integer.toString(length).length()) {
      length++;
    }
    return length + " " + key + "=" + value + "\n";
  }

  private static void text(byte[] header, int offset, int width, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, offset, Math.min(width, bytes.length));
  }

  private static void octal(byte[] header, int offset, int width, long value) {
    text(header, offset, width, String.format("%0" + (width - 1) + "o", value));
  }

  private static void writeZeroes(OutputStream out, long size) throws IOException {
    byte[] chunk = new byte[(int) Math.min(size, 1 << 16)];
    for (long left = size; left > 0; left -= chunk.length) {
      out.write(chunk, 0, (int) Math.min(left, chunk.length));
    }
  }
}
