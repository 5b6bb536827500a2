package dev.plimsoll.layer.toc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.unpack.StoredBytes;
import dev.plimsoll.layer.unpack.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/// The JSON of a table of contents, unpacked, as long as it says it is and no longer than is read.
final class TableStream extends InputStream {
  private static final int BLOCK = 512;
  private static final byte[] NAME = Arrays.copyOf("stargz.index.json".getBytes(US_ASCII), 100);

  /// A table of more than this is a bomb: it would hold over a million entries.
  private static final long LARGEST = 512L << 20;

  private final StoredBytes stored;
  private final Unpacked unpacked;
  private final MessageDigest hash;
  private long left;

  /// The whole of what is unpacked.
  TableStream(StoredBytes stored, Unpacked unpacked, MessageDigest hash) {
    this.stored = stored;
    this.unpacked = unpacked;
    this.hash = hash;
    this.left = LARGEST;
  }

  /// The only file of the tar archive that is unpacked.
  void enterArchive() throws SourceException {
    byte[] header = new byte[BLOCK];
    int done = 0;
    for (int count = 0; count >= 0 && done < BLOCK; done += Math.max(count, 0)) {
      count = unpacked.read(header, done, BLOCK - done);
    }
    String size = new String(header, 124, 11, US_ASCII).strip();
    if (!Arrays.equals(header, 0, 100, NAME, 0, 100) || !size.matches("[0-7]{1,11}")) {
      throw stored.malformed("is not as specified");
    }
    left = Long.parseLong(size, 8);
    if (left > LARGEST) {
      throw stored.tooLarge("is larger than any that is read");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws SourceException {
    if (length == 0) {
      return 0;
    }
    int count = left == 0 ? -1 : unpacked.read(into, offset, (int) Math.min(length, left));
    if (count > 0) {
      left -= count;
      hash.update(into, offset, count);
    }
    return count;
  }
}
