package dev.plimsoll.e2e.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A gzip layer read entry by entry and written again without some of its files; knows nothing of
/// how the product reads layers.
final class LayerCopy {
  private static final int BLOCK = 512;

  private final Path layer;

  LayerCopy(Path layer) {
    this.layer = layer;
  }

  /// One entry: its header blocks, pax and GNU extensions included, and what they say.
  private record Entry(byte[] headers, String path, long size) {
    long padding() {
      return (BLOCK - size % BLOCK) % BLOCK;
    }
  }

  /// Calls with the path and content of each file whose path is wanted.
  void forEach(Predicate<String> wanted, BiConsumer<String, String> found) throws IOException {
    try (InputStream tar = open()) {
      for (Entry entry = next(tar); entry != null; entry = next(tar)) {
        if (entry.size() > 0 && wanted.test(entry.path())) {
          found.accept(entry.path(), new String(tar.readNBytes((int) entry.size()), UTF_8));
          tar.skipNBytes(entry.padding());
        } else {
          tar.skipNBytes(entry.size() + entry.padding());
        }
      }
    }
  }

  /// How many bytes the layer has when it is compressed anew without the entries that go.
  long packedWithout(Predicate<String> goes) throws IOException {
    Counting count = new Counting();
    try (InputStream tar = open();
        OutputStream packed = new GZIPOutputStream(count, 1 << 16)) {
      for (Entry entry = next(tar); entry != null; entry = next(tar)) {
        long content = entry.size() + entry.padding();
        if (goes.test(entry.path())) {
          tar.skipNBytes(content);
          continue;
        }
        packed.write(entry.headers());
        for (long left = content; left > 0; ) {
          byte[] part = tar.readNBytes((int) Math.min(left, 1 << 16));
          packed.write(part);
          left -= part.length;
        }
      }
      packed.write(new byte[2 * BLOCK]);
    }
    return count.bytes;
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(new GZIPInputStream(Files.newInputStream(layer), 1 << 16));
  }

  /// The next entry with the extensions before it; null at the end.
  private static Entry next(InputStream tar) throws IOException {
    byte[] headers = new byte[0];
    String path = null;
    while (true) {
      byte[] header = tar.readNBytes(BLOCK);
      if (header.length < BLOCK || header[0] == 0) {
        return null;
      }
      headers = joined(headers, header);
      long size = Long.parseLong(text(header, 124, 12).strip(), 8);
      if (header[156] != 'x' && header[156] != 'L') {
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        String told = path != null ? path : prefix.isEmpty() ? name : prefix + "/" + name;
        return new Entry(headers, "/" + told.replaceFirst("^\\./|^/", ""), size);
      }
      byte[] extension = tar.readNBytes((int) (size + (BLOCK - size % BLOCK) % BLOCK));
      headers = joined(headers, extension);
      String told = new String(extension, 0, (int) size, UTF_8);
      path = header[156] == 'L' ? told.replace("\0", "") : pax(told, path);
    }
  }

  /// The path that pax records (`27 path=usr/share/…`) tell, if one does.
  private static String pax(String records, String otherwise) {
    return records
        .lines()
        .filter(line -> line.matches("\\d+ path=.*"))
        .map(line -> line.substring(line.indexOf('=') + 1))
        .findFirst()
        .orElse(otherwise);
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, UTF_8);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) {
      bytes += length;
    }
  }
}
