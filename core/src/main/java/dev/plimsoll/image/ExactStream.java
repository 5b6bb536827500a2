package dev.plimsoll.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// So many bytes of a stream and no more, ending in a [SourceException.DigestMismatch] where
/// there are fewer. Closing it closes the stream.
public final class ExactStream extends FilterInputStream {
  private final long length;
  private final String doing;
  private long left;

  /// `doing` begins the sentence of every error.
  public ExactStream(InputStream in, long length, String doing) {
    super(in);
    this.length = length;
    this.left = length;
    this.doing = doing;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int wanted) throws IOException {
    if (left == 0 || wanted == 0) {
      return wanted == 0 ? 0 : -1;
    }
    int read = super.read(bytes, offset, Math.clamp(left, 0, wanted));
    if (read < 0) {
      throw new SourceException.DigestMismatch(
          doing
              + ": it ends after "
              + (length - left)
              + " of "
              + length
              + " bytes; push the image again");
    }
    left -= read;
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    byte[] skipped = new byte[Math.clamp(wanted, 0, 1 << 14)];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public int available() throws IOException {
    return Math.clamp(left, 0, super.available());
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
