package dev.plimsoll.layer.unpack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// Frames as libzstd writes them, and what is done to them.
class UnzstdTest {
  private static final byte[] TEXT =
      "how heavily a ship may be loaded ".repeat(9_000).getBytes(UTF_8);

  @Property(tries = 200)
  void givesBackWhatWasCompressed(@ForAll Random random) throws SourceException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int frames = 1 + random.nextInt(4); frames > 0; frames--) {
      byte[] piece = piece(random);
      text.writeBytes(piece);
      stored.writeBytes(frame(piece, random));
      if (random.nextBoolean()) {
        stored.writeBytes(skippable(random.nextInt(200_000)));
      }
    }
    assertThat(unpacked(stored.toByteArray(), random)).isEqualTo(text.toByteArray());
  }

  @Property(tries = 100)
  void saysThatDataIsCutOff(@ForAll Random random) {
    byte[] whole = frame(piece(random), random);
    byte[] cut = Arrays.copyOf(whole, 4 + random.nextInt(whole.length - 4));
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> unpacked(cut, random))
        .withMessageContaining("is cut off: its zstd data ends in the middle");
  }

  @Property(tries = 300)
  void neverTakesDamagedDataForWhole(@ForAll Random random) {
    byte[] piece = piece(random);
    byte[] damaged = frame(piece, random);
    damaged[4 + random.nextInt(damaged.length - 4)] ^= (byte) (1 << random.nextInt(8));
    try {
      // More reach back than is needed, or a bit that nobody reads, does no harm.
      assertThat(unpacked(damaged, random)).isEqualTo(piece);
    } catch (SourceException.Malformed | SourceException.TooLarge e) {
      assertThat(e).hasMessageStartingWith("the layer ");
    } catch (SourceException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void knowsTheStoredPositionAtTheEndOfEachBlock() throws SourceException {
    byte[] noise = new byte[500_000];
    new Random(1).nextBytes(noise);
    byte[] stored = joined(Zstd.compress(noise), Zstd.compress(TEXT));
    long second = Zstd.compress(noise).length;
    try (Unpacked unpacked = Unpacked.of(stored(stored, new Random(2)))) {
      byte[] buffer = new byte[noise.length];
      fill(unpacked, buffer, 300_000);
      assertThat(unpacked.position()).isBetween(299_900L, 300_100L);
      fill(unpacked, buffer, noise.length - 300_000);
      assertThat(unpacked.position()).isEqualTo(second);
      fill(unpacked, buffer, TEXT.length);
      assertThat(unpacked.read(buffer, 0, 1)).isEqualTo(-1);
      assertThat(unpacked.position()).isEqualTo(stored.length);
    }
  }

  @Test
  void refusesFramesThatNeedADictionary() {
    byte[] stored = TEXT.clone();
    try (ZstdCompressCtx compress = new ZstdCompressCtx()) {
      byte[] samples = dictionary();
      compress.loadDict(samples);
      stored = compress.compress(TEXT);
    }
    byte[] needing = stored;
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> unpacked(needing, new Random(1)))
        .withMessageContaining("needs a zstd dictionary");
  }

  @Test
  void refusesFramesThatReachBackTooFar() throws SourceException {
    byte[] fits = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0x80, 1, 0, 0};
    assertThat(unpacked(fits, new Random(1))).isEmpty();
    byte[] more = fits.clone();
    more[5]++;
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> unpacked(more, new Random(1)))
        .withMessageContaining("more memory to unpack than the 64.0 MiB that there is");
    byte[] all = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, -1};
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> unpacked(all, new Random(1)));
  }

  @Test
  void refusesWhatFollowsTheLastFrame() {
    byte[] followed = joined(Zstd.compress(TEXT), "tail of a kind".getBytes(UTF_8));
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> unpacked(followed, new Random(1)))
        .withMessageContaining("something that is no zstd follows");
  }

  @Test
  void givesItsMemoryBack() throws Exception {
    byte[] stored = Zstd.compress("some text".getBytes(UTF_8));
    unpacked(stored, new Random(1));
    long before = resident();
    for (int i = 0; i < 10_000; i++) {
      assertThat(unpacked(stored, new Random(1))).hasSize(9);
    }
    assertThat(resident() - before).isLessThan(100L << 20);
  }

  private static long resident() throws java.io.IOException {
    String statm = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/statm"));
    return Long.parseLong(statm.split(" ", -1)[1]) * 4096;
  }

  private static byte[] unpacked(byte[] bytes, Random random) throws SourceException {
    byte[] buffer = new byte[1 + random.nextInt(70_000)];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Unpacked unpacked = Unpacked.of(stored(bytes, random))) {
      for (int count = 0; count >= 0; count = unpacked.read(buffer, 0, buffer.length)) {
        out.write(buffer, 0, count);
      }
    }
    return out.toByteArray();
  }

  private static void fill(Unpacked from, byte[] into, int wanted) throws SourceException {
    for (int size = 0; size < wanted; ) {
      size += from.read(into, size, wanted - size);
    }
  }

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

  /// One frame, always with its checksum; its size stated or not, as streams have it.
  private static byte[] frame(byte[] piece, Random random) {
    try (ZstdCompressCtx compress = new ZstdCompressCtx()) {
      compress.setLevel(1 + random.nextInt(12)).setChecksum(true);
      compress.setContentSize(random.nextBoolean());
      if (random.nextInt(4) == 0) {
        compress.setLong(20);
      }
      return compress.compress(piece);
    }
  }

  private static byte[] skippable(int size) {
    ByteBuffer frame = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
    return frame.putInt(0x184d2a50 + size % 16).putInt(size).array();
  }

  /// Runs, noise and repetitions.
  private static byte[] piece(Random random) {
    byte[] piece = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(500_000)];
    random.nextBytes(piece);
    for (int at = 0; at < piece.length; ) {
      int length = Math.min(piece.length - at, 1 + random.nextInt(140_000));
      int back = 1 + random.nextInt(1 << random.nextInt(1, 18));
      int kind = random.nextInt(3);
      for (int i = at; i < at + length; i++) {
        piece[i] = kind == 0 || i < back ? piece[i] : kind == 1 ? piece[i - back] : 7;
      }
      at += length;
    }
    return piece;
  }

  private static byte[] dictionary() {
    com.github.luben.zstd.ZstdDictTrainer trainer =
        new com.github.luben.zstd.ZstdDictTrainer(1 << 20, 1 << 12);
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      trainer.addSample(("a sample " + random.nextInt(500) + " of a ship's load").getBytes(UTF_8));
    }
    return trainer.trainSamples();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
