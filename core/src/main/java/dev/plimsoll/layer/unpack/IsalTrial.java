package dev.plimsoll.layer.unpack;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/// What a library must inflate before it is used: stored, fixed and dynamic blocks, long and
/// short matches, with bytes behind them that it must leave alone.
final class IsalTrial {
  private static final int SIZE = 300_000;
  private static final int TRAILER = 8;

  private IsalTrial() {}

  static boolean passes(Isal isal) {
    byte[] text = text();
    for (int level : new int[] {0, 1, 6, 9}) {
      for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.HUFFMAN_ONLY}) {
        if (!inflates(isal, text, deflated(text, level, strategy))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean inflates(Isal isal, byte[] text, byte[] deflated) {
    StoredBytes stored =
        new StoredBytes(
            new ByteArrayInputStream(deflated),
            "a trial",
            Limits.defaults(),
            Deadline.in(Duration.ofMinutes(1)));
    byte[] found = new byte[SIZE + 1];
    int size = 0;
    try (NativeInflate inflate = new NativeInflate(isal, stored)) {
      inflate.reset();
      int count = 0;
      while (count >= 0 && size <= SIZE) {
        size += count;
        count = inflate.read(found, size, Math.min(found.length - size, 40_000));
      }
      return size == SIZE
          && Arrays.equals(text, Arrays.copyOf(found, SIZE))
          && stored.position() == deflated.length - TRAILER;
    } catch (SourceException _) {
      return false;
    }
  }

  /// Runs, near repetitions, far repetitions, and what nothing repeats.
  private static byte[] text() {
    SplittableRandom random = new SplittableRandom(42);
    byte[] text = new byte[SIZE];
    random.nextBytes(text);
    for (int at = 0; at < SIZE; ) {
      int length = Math.min(SIZE - at, 1 + random.nextInt(3_000));
      switch (random.nextInt(4)) {
        case 0 -> Arrays.fill(text, at, at + length, (byte) 'a');
        case 1 -> {
          int back = Math.min(at, random.nextInt(1, 32_768));
          for (int i = at; back > 0 && i < at + length; i++) {
            text[i] = text[i - back];
          }
        }
        case 2 -> {
          for (int i = at; i < at + length; i++) {
            text[i] = (byte) ('a' + (text[i] & 7));
          }
        }
        default -> {
          // stays as it is
        }
      }
      at += length;
    }
    return text;
  }

  private static byte[] deflated(byte[] text, int level, int strategy) {
    try (Deflater deflater = new Deflater(level, true)) {
      deflater.setStrategy(strategy);
      deflater.setInput(text);
      deflater.finish();
      byte[] deflated = new byte[2 * SIZE];
      int size = 0;
      while (!deflater.finished()) {
        size += deflater.deflate(deflated, size, deflated.length - size);
      }
      return Arrays.copyOf(deflated, size + TRAILER);
    }
  }
}
