package dev.plimsoll.image;

import dev.plimsoll.reference.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// The bytes of a blob, ending in a [SourceException.DigestMismatch] where their number or
/// digest is not what the descriptor says. Whoever does not read until -1 has unverified bytes.
public final class VerifiedStream extends FilterInputStream {
  private final Digest expected;
  private final Bytes size;
  private final String doing;
  private final MessageDigest hash;
  private long count;
  private boolean verified;

  /// `doing` begins the sentence of every error.
  public VerifiedStream(InputStream in, Descriptor blob, String doing) {
    super(in);
    this.expected = blob.digest();
    this.size = blob.size();
    this.doing = doing;
    this.hash = Digest.hash(expected.algorithm());
  }

  /// The digest of some bytes, by the algorithm of another digest.
  public static Digest digest(String algorithm, byte[] bytes) {
    MessageDigest hash = Digest.hash(algorithm);
    hash.update(bytes);
    return Digest.of(algorithm, hash);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read < 0) {
      verify();
      return -1;
    }
    count += read;
    if (count > size.count()) {
      throw new SourceException.DigestMismatch(
          doing
              + ": it is longer than the "
              + size
              + " that the manifest states; push the image again");
    }
    hash.update(bytes, offset, read);
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    byte[] skipped = new byte[Math.clamp(wanted, 0, 1 << 14)];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void verify() throws SourceException {
    if (verified) {
      return;
    }
    if (count < size.count()) {
      throw new SourceException.DigestMismatch(
          doing
              + ": it ends after "
              + count
              + " of the "
              + size.count()
              + " bytes that the manifest states; push the image again");
    }
    Digest actual = Digest.of(expected.algorithm(), hash);
    if (!actual.equals(expected)) {
      throw new SourceException.DigestMismatch(
          doing
              + ": its bytes have the digest "
              + actual.abbreviated()
              + ", not "
              + expected.abbreviated()
              + "; push the image again");
    }
    verified = true;
  }
}
