package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.packaging.FileTree.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;

/// Writes a [FileTree] as a POSIX (ustar) archive: owner root, one time stamp for all files.
final class TarWriter {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final long LARGEST = 0_77777777777L;

  private final OutputStream out;
  private final Instant time;

  TarWriter(OutputStream out, Instant time) {
    this.out = out;
    this.time = time;
  }

  void write(FileTree tree) throws IOException {
    for (var entry : tree.entries().entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
    out.write(new byte[2 * BLOCK]);
  }

  private void write(String path, Entry entry) throws IOException {
    switch (entry) {
      case Entry.Folder(int mode) -> header(path + "/", '5', mode, 0, "");
      case Entry.Link(String target) -> header(path, '2', 0777, 0, target);
      case Entry.Text text -> {
        byte[] content = text.bytes();
        header(path, '0', text.mode(), content.length, "");
        out.write(content);
        pad(content.length);
      }
      case Entry.Copy(var source, int mode) -> {
        long size = Files.size(source);
        header(path, '0', mode, size, "");
        long copied = Files.copy(source, out);
        if (copied != size) {
          throw new IOException(source + " changed while it was read");
        }
        pad(size);
      }
    }
  }

  private void header(String path, char type, int mode, long size, String link) throws IOException {
    if (size > LARGEST || link.length() > NAME) {
      throw new IOException("ustar has no room for " + path);
    }
    byte[] block = new byte[BLOCK];
    int cut = path.length() <= NAME ? -1 : cut(path);
    text(block, 0, path.substring(cut + 1));
    number(block, 100, 8, mode);
    number(block, 108, 8, 0);
    number(block, 116, 8, 0);
    number(block, 124, 12, size);
    number(block, 136, 12, time.getEpochSecond());
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) type;
    text(block, 157, link);
    text(block, 257, "ustar");
    text(block, 263, "00");
    text(block, 345, cut < 0 ? "" : path.substring(0, cut));
    int sum = 0;
    for (byte value : block) {
      sum += value & 0xff;
    }
    number(block, 148, 7, sum);
    out.write(block);
  }

  /// Where a long path is divided into prefix and name.
  private static int cut(String path) throws IOException {
    int cut = path.indexOf('/', path.length() - NAME - 1);
    if (cut < 0 || cut > PREFIX || cut == path.length() - 1) {
      throw new IOException("The path is too long for an archive: " + path);
    }
    return cut;
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) (-size & (BLOCK - 1))]);
  }

  private static void text(byte[] block, int offset, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  /// Octal digits and a NUL at the end of `width` bytes.
  private static void number(byte[] block, int offset, int width, long value) {
    text(block, offset, ("%0" + (width - 1) + "o").formatted(value));
  }
}
