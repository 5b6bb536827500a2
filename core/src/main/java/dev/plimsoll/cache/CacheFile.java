package dev.plimsoll.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.reference.Digest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// One file of the cache: a line that says what it is, the thing deflated, and the SHA-256 of all
/// that.
final class CacheFile {
  private static final int CHECKSUM = 32;
  private static final int BUFFER = 1 << 16;

  private CacheFile() {}

  static <T> void write(FileChannel file, CacheKey key, T thing, Form<T> form) throws IOException {
    MessageDigest checksum = Digest.sha256();
    OutputStream summed =
        new DigestOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(file), BUFFER), checksum);
    summed.write(key.heading().getBytes(US_ASCII));
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      DeflaterOutputStream deflated = new DeflaterOutputStream(summed, deflater, BUFFER);
      DataOutputStream out = new DataOutputStream(new BufferedOutputStream(deflated, BUFFER));
      form.write(thing, out);
      out.flush();
      deflated.finish();
    } finally {
      deflater.end();
    }
    summed.write(checksum.digest());
    summed.flush();
  }

  /// Reads a thing, once the file as a whole is found to be what was written.
  static <T> T read(FileChannel file, CacheKey key, Form<T> form) throws IOException {
    verify(file);
    byte[] heading = key.heading().getBytes(US_ASCII);
    file.position(0);
    InputStream in = new BufferedInputStream(Channels.newInputStream(file), BUFFER);
    if (!Arrays.equals(in.readNBytes(heading.length), heading)) {
      throw new IOException("it is another thing's");
    }
    try (InflaterInputStream inflated = new InflaterInputStream(new Kept(in))) {
      return form.read(new DataInputStream(new BufferedInputStream(inflated, BUFFER)));
    }
  }

  private static void verify(FileChannel file) throws IOException {
    long left = file.size() - CHECKSUM;
    if (left < 0) {
      throw new IOException("it is cut off");
    }
    MessageDigest checksum = Digest.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    file.position(0);
    while (left > 0) {
      buffer.clear().limit((int) Math.min(BUFFER, left));
      int count = file.read(buffer);
      if (count < 0) {
        throw new IOException("it is cut off");
      }
      left -= count;
      checksum.update(buffer.flip());
    }
    buffer.clear().limit(CHECKSUM);
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {
      // up to the end
    }
    if (!Arrays.equals(checksum.digest(), Arrays.copyOf(buffer.array(), CHECKSUM))) {
      throw new IOException("it is damaged");
    }
  }

  /// A stream that others may not close: the file is closed by whoever opened it.
  private static final class Kept extends FilterInputStream {
    Kept(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
