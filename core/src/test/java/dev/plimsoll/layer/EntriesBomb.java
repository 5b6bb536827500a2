package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.io.InputStream;
import java.time.Duration;

/// Reads an archive of three million empty files that is written while it is read; a process of
/// its own, because its heap is what is tested.
final class EntriesBomb {
  private static final int ENTRIES = 3_000_000;

  private EntriesBomb() {}

  public static void main(String[] args) {
    try {
      new LayerReader(Limits.defaults(), KeptFiles.NONE)
          .read(new Headers(), "layer of a bomb", Deadline.in(Duration.ofMinutes(1)));
      System.out.println("read it all");
    } catch (SourceException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /// One header after another, each with a new name.
  private static final class Headers extends InputStream {
    private final byte[] header = LayerBuilder.layer().file("usr/lib/f00000000.js", "").tar();
    private int written;
    private int at = 512;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == 512 && !next()) {
        return -1;
      }
      int count = Math.min(length, 512 - at);
      System.arraycopy(header, at, into, offset, count);
      at += count;
      return count;
    }

    private boolean next() {
      byte[] name = "%08d".formatted(written).getBytes(US_ASCII);
      System.arraycopy(name, 0, header, 9, 8);
      System.arraycopy("        ".getBytes(US_ASCII), 0, header, 148, 8);
      int sum = 0;
      for (int i = 0; i < 512; i++) {
        sum += header[i] & 0xff;
      }
      System.arraycopy("%06o\0 ".formatted(sum).getBytes(US_ASCII), 0, header, 148, 8);
      at = 0;
      return written++ < ENTRIES;
    }
  }
}
