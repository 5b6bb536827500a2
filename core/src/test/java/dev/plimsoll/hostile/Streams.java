package dev.plimsoll.hostile;

import dev.plimsoll.image.ImageBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/// Bytes that are made while they are read, so that a bomb takes up no room before it goes off.
final class Streams {
  /// How many blocks of an archive are made, and compressed, at a time.
  private static final int TOGETHER = 1024;

  private Streams() {}

  /// `count` parts one after another, each made when its turn comes.
  static InputStream of(int count, IntFunction<byte[]> part) {
    return new SequenceInputStream(
        new Enumeration<>() {
          private int next;

          @Override
          public boolean hasMoreElements() {
            return next < count;
          }

          @Override
          public InputStream nextElement() {
            if (next >= count) {
              throw new NoSuchElementException();
            }
            return new ByteArrayInputStream(part.apply(next++));
          }
        });
  }

  /// The same part for ever.
  static InputStream endless(byte[] part) {
    return of(Integer.MAX_VALUE, _ -> part);
  }

  /// `count` blocks of an archive as gzip, a member for every thousand.
  static InputStream gzipped(int count, IntFunction<byte[]> block) {
    int members = (count + TOGETHER - 1) / TOGETHER;
    return of(
        members,
        member -> {
          TarBytes tar = TarBytes.tar();
          int end = Math.min(count, (member + 1) * TOGETHER);
          for (int i = member * TOGETHER; i < end; i++) {
            tar.raw(block.apply(i));
          }
          return ImageBuilder.gzip(tar.bytes());
        });
  }

  static InputStream joined(InputStream... parts) {
    return new SequenceInputStream(Collections.enumeration(List.of(parts)));
  }
}
