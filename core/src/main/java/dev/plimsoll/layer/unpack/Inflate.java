package dev.plimsoll.layer.unpack;

import dev.plimsoll.image.SourceException;

/// Deflate (RFC 1951) from stored bytes, one stream after another.
interface Inflate extends AutoCloseable {
  /// Some bytes, at least one, or -1 at the stream's end; then the stored bytes stand right behind
  /// it.
  int read(byte[] into, int offset, int length) throws SourceException;

  /// The stored position of what was handed out.
  long position();

  /// Begins on the next stream.
  void reset();

  @Override
  void close();

  static Inflate of(StoredBytes stored) {
    return Isal.library()
        .<Inflate>map(isal -> new NativeInflate(isal, stored))
        .orElseGet(() -> new JavaInflate(stored));
  }
}
