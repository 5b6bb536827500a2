package dev.plimsoll.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Changes bytes in ways that have broken parsers before: bits, lengths, words that mean
/// something, parts cut, doubled, moved, or taken from another input.
final class Mutator {
  private static final int LARGEST = 1 << 19;
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x7fff_ffff,
    0x8000_0000L,
    0xffff_ffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final SplittableRandom random;
  private final List<byte[]> words;

  Mutator(long seed, List<byte[]> words) {
    this.random = new SplittableRandom(seed);
    this.words = words;
  }

  /// One of the inputs, changed a few times.
  byte[] next(List<byte[]> inputs) {
    byte[] input = pick(inputs).clone();
    for (int changes = 1 << (random.nextBoolean() ? 0 : random.nextInt(4));
        changes > 0;
        changes--) {
      input = changed(input, inputs);
    }
    return input.length <= LARGEST ? input : Arrays.copyOf(input, LARGEST);
  }

  private byte[] changed(byte[] input, List<byte[]> inputs) {
    if (input.length == 0) {
      return pick(words);
    }
    int at = place(input);
    return switch (random.nextInt(13)) {
      case 0 -> overwritten(input, at, new byte[] {(byte) (input[at] ^ (1 << random.nextInt(8)))});
      case 1 -> overwritten(input, at, new byte[] {(byte) random.nextInt()});
      case 2 -> overwritten(input, at, number());
      case 3 -> overwritten(input, at, pick(words));
      case 4 -> replaced(input, at, at, pick(words));
      case 5 -> replaced(input, at, end(input, at), new byte[0]);
      case 6 -> replaced(input, at, at, Arrays.copyOfRange(input, at, end(input, at)));
      case 7 -> overwritten(input, place(input), Arrays.copyOfRange(input, at, end(input, at)));
      case 8 -> Arrays.copyOf(input, at);
      case 9 -> overwritten(input, at & ~3, number());
      case 10 -> replaced(input, wordStart(input, at), wordEnd(input, at), pick(words));
      case 11 -> {
        int from = bracket(input, at);
        yield replaced(input, from, bracketEnd(input, from), pick(words));
      }
      default -> {
        byte[] other = pick(inputs);
        yield other.length == 0
            ? input
            : replaced(input, at, input.length, from(other, random.nextInt(other.length)));
      }
    };
  }

  /// Anywhere, but more often near the beginning or the bounds of blocks and pages, where lengths
  /// and counts stand.
  private int place(byte[] input) {
    int block = random.nextBoolean() ? 512 : 4096;
    int at =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(128);
          case 1 -> random.nextInt(input.length / block + 1) * block + random.nextInt(-32, 32);
          default -> random.nextInt(input.length);
        };
    return Math.clamp(at, 0, input.length - 1);
  }

  private int end(byte[] input, int at) {
    int most = random.nextBoolean() ? 8 : 1024;
    return Math.min(input.length, at + 1 + random.nextInt(most));
  }

  private static int wordStart(byte[] input, int at) {
    int start = at;
    while (start > 0 && isWord(input[start - 1])) {
      start--;
    }
    return start;
  }

  private static int wordEnd(byte[] input, int at) {
    int end = at;
    while (end < input.length && isWord(input[end])) {
      end++;
    }
    return end;
  }

  private static boolean isWord(byte b) {
    return Character.isLetterOrDigit(b) || b == '-' || b == '_';
  }

  /// The next bracket that opens something; the place itself where none does.
  private static int bracket(byte[] input, int at) {
    for (int i = at; i < input.length && i < at + 200; i++) {
      if (input[i] == '{' || input[i] == '[') {
        return i;
      }
    }
    return at;
  }

  /// The end of what a bracket opens; only the next byte where none does.
  private static int bracketEnd(byte[] input, int at) {
    int depth = 0;
    for (int i = at; i < input.length && i < at + 4096; i++) {
      if (input[i] == '{' || input[i] == '[') {
        depth++;
      } else if (input[i] == '}' || input[i] == ']') {
        depth--;
      }
      if (depth <= 0) {
        return i + 1;
      }
    }
    return at + 1;
  }

  /// A number of one, two, four or eight bytes, in either order.
  private byte[] number() {
    long value = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(-2, 3);
    int width = 1 << random.nextInt(4);
    boolean little = random.nextBoolean();
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[little ? i : width - 1 - i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }

  private byte[] pick(List<byte[]> some) {
    return some.get(random.nextInt(some.size()));
  }

  private static byte[] from(byte[] bytes, int start) {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  private static byte[] overwritten(byte[] input, int at, byte[] with) {
    System.arraycopy(with, 0, input, at, Math.min(with.length, input.length - at));
    return input;
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] with) {
    byte[] result = new byte[from + with.length + input.length - to];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(input, to, result, from + with.length, input.length - to);
    return result;
  }
}
