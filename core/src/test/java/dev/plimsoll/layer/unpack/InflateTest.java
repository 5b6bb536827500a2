package dev.plimsoll.layer.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each inflate there is here over the same random gzip data: levels, stored blocks, flushes,
/// several members, empty ones, padding; whole, cut off and damaged, and however little the source
/// gives at once. Where ISA-L is not installed, the engine of Java alone.
class InflateTest {
  private static final int SLICE = 1 << 11;

  interface Engine {
    Inflate over(StoredBytes stored);
  }

  static Stream<Engine> engines() {
    Stream<Engine> java = Stream.of(JavaInflate::new);
    Stream<Engine> isal =
        Isal.library().stream().map(library -> stored -> new NativeInflate(library, stored));
    return Stream.concat(java, isal);
  }

  /// Without it these tests would pass and prove half as much.
  @Test
  void isThere() {
    assertThat(Isal.library().isPresent() || Isal.engine().endsWith("as configured"))
        .as("libisal.so.2: `make packages` installs it, -Dplimsoll.isal=none does without")
        .isTrue();
  }

  @Property(tries = 150)
  void givesBackWhatWasDeflated(@ForAll Random random) {
    Gzip gzip = Gzip.of(random);
    engines()
        .forEach(engine -> assertThat(unpacked(engine, gzip.bytes, random)).isEqualTo(gzip.text));
  }

  @Property(tries = 150)
  void saysThatDataIsCutOff(@ForAll Random random) {
    Gzip gzip = Gzip.of(random);
    int shorter = random.nextInt(gzip.lastMember + 1, gzip.end);
    byte[] cut = Arrays.copyOf(gzip.bytes, shorter);
    engines()
        .forEach(
            engine ->
                assertThatThrownBy(() -> unpacked(engine, cut, random))
                    .hasCauseInstanceOf(SourceException.Malformed.class)
                    .hasMessageContaining("is cut off"));
  }

  @Property(tries = 300)
  void neverTakesDamagedDataForWhole(@ForAll Random random) {
    Gzip gzip = Gzip.of(random);
    byte[] damaged = gzip.bytes.clone();
    int at = random.nextInt(gzip.end);
    damaged[at] ^= (byte) (1 << random.nextInt(8));
    engines()
        .forEach(
            engine -> {
              try {
                // Names and times in the header may change without harm.
                assertThat(unpacked(engine, damaged, random)).isEqualTo(gzip.text);
              } catch (UncheckedIOException e) {
                assertThat(e).hasCauseInstanceOf(SourceException.Malformed.class);
              }
            });
  }

  /// Else one who reads from a file and one who reads from a network would tell entries of the same
  /// layer different bytes.
  @ParameterizedTest
  @MethodSource("engines")
  void isAsFarHoweverTheSourceCutsItsBytes(Engine engine) throws SourceException {
    for (int seed = 0; seed < 20; seed++) {
      Gzip gzip = Gzip.of(new Random(seed));
      StoredBytes crumbs = stored(gzip.bytes, new Random(seed + 1));
      StoredBytes whole = stored(gzip.bytes, new Random(seed + 2));
      byte[] into = new byte[700];
      try (Unpacked one = new Gunzip(crumbs, engine.over(crumbs));
          Unpacked other = new Gunzip(whole, engine.over(whole))) {
        for (int size = fill(one, into, 700); size > 0; size = fill(one, into, 700)) {
          assertThat(fill(other, into, 700)).isEqualTo(size);
          assertThat(one.position()).isEqualTo(other.position());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void knowsHowFarItIs(Engine engine) throws SourceException {
    Random random = new Random(7);
    Gzip gzip = Gzip.of(random);
    StoredBytes exactly = stored(gzip.bytes, random);
    StoredBytes here = stored(gzip.bytes, random);
    byte[] one = new byte[700];
    byte[] other = new byte[700];
    long last = 0;
    try (Unpacked truth = new Gunzip(exactly, new JavaInflate(exactly));
        Unpacked unpacked = new Gunzip(here, engine.over(here))) {
      int wanted = 700;
      for (int size = fill(truth, one, wanted); size > 0; size = fill(truth, one, wanted)) {
        assertThat(fill(unpacked, other, size)).isEqualTo(size);
        assertThat(unpacked.position())
            .isBetween(last, (long) gzip.bytes.length)
            .isCloseTo(truth.position(), org.assertj.core.data.Offset.offset(SLICE + 64L));
        last = unpacked.position();
      }
      assertThat(unpacked.read(other, 0, 1)).isEqualTo(-1);
      assertThat(unpacked.position()).isEqualTo(gzip.bytes.length);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void givesItsMemoryBack(Engine engine) {
    byte[] gzip =
        Gzip.member("some text".getBytes(java.nio.charset.StandardCharsets.UTF_8), 6, false);
    long before = resident();
    for (int i = 0; i < 5_000; i++) {
      assertThat(unpacked(engine, gzip, new Random(1))).hasSize(9);
    }
    assertThat(resident() - before).isLessThan(100L << 20);
  }

  /// The memory that this process takes up, which native memory is part of.
  private static long resident() {
    try {
      String statm = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/statm"));
      return Long.parseLong(statm.split(" ", -1)[1]) * 4096;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int fill(Unpacked from, byte[] into, int wanted) throws SourceException {
    int size = 0;
    for (int count = 0; count >= 0 && size < wanted; size += Math.max(count, 0)) {
      count = from.read(into, size, wanted - size);
    }
    return size;
  }

  private static byte[] unpacked(Engine engine, byte[] gzip, Random random) {
    StoredBytes stored = stored(gzip, random);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 + random.nextInt(70_000)];
    try (Unpacked unpacked = new Gunzip(stored, engine.over(stored))) {
      for (int count = 0; count >= 0; count = unpacked.read(buffer, 0, buffer.length)) {
        out.write(buffer, 0, count);
      }
      return out.toByteArray();
    } catch (SourceException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A source that gives as much at once as it likes.
  private static StoredBytes stored(byte[] bytes, Random random) {
    int most = 1 + random.nextInt(40_000);
    InputStream in =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(most)));
          }
        };
    return new StoredBytes(in, "the layer", Limits.defaults(), Deadline.in(Duration.ofMinutes(1)));
  }

  /// Gzip data of several members, and the text in it; `lastMember` and `end` are where the last
  /// member with text in it begins and ends.
  @SuppressWarnings("ArrayRecordComponent")
  record Gzip(byte[] bytes, byte[] text, int lastMember, int end) {
    static Gzip of(Random random) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      int start = 0;
      for (int members = 1 + random.nextInt(4); members > 0; members--) {
        start = bytes.size();
        byte[] piece = piece(random);
        text.writeBytes(piece);
        bytes.writeBytes(member(piece, random.nextInt(10), random.nextBoolean()));
      }
      int end = bytes.size();
      bytes.writeBytes(new byte[random.nextInt(3) * 300]);
      return new Gzip(bytes.toByteArray(), text.toByteArray(), start, end);
    }

    static byte[] member(byte[] piece, int level, boolean flushes) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new Levelled(bytes, level)) {
        for (int at = 0; at < piece.length; at += 50_000) {
          out.write(piece, at, Math.min(50_000, piece.length - at));
          if (flushes) {
            out.flush();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    private static byte[] piece(Random random) {
      byte[] piece = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(400_000)];
      random.nextBytes(piece);
      for (int at = 0; at < piece.length; ) {
        int length = Math.min(piece.length - at, 1 + random.nextInt(20_000));
        int back = 1 + random.nextInt(33_000);
        boolean repeats = random.nextInt(3) > 0;
        for (int i = at; i < at + length; i++) {
          piece[i] = repeats && i >= back ? piece[i - back] : (byte) (piece[i] & 0x1f);
        }
        at += length;
      }
      return piece;
    }

    private static final class Levelled extends GZIPOutputStream {
      Levelled(ByteArrayOutputStream out, int level) throws IOException {
        super(out, 1 << 12, true);
        def.setLevel(level);
        def.setStrategy(level == 5 ? Deflater.HUFFMAN_ONLY : Deflater.DEFAULT_STRATEGY);
      }
    }
  }
}
