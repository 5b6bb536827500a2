package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers that are damaged or made to harm: each ends in its cause, in time, within memory.
@Timeout(60)
class HostileLayerTest {
  private static final Limits SMALL =
      new Limits(
          Bytes.ofMebi(1),
          Bytes.ofMebi(1),
          new Bytes(200_000),
          new Bytes(3_000_000),
          500,
          1_000,
          300,
          new Bytes(10_000),
          10,
          Duration.ofSeconds(20));

  static Stream<Arguments> broken() {
    byte[] tar = LayerBuilder.layer().file("a", "text").noise("b", 70_000).tar();
    byte[] gzip = ImageBuilder.gzip(tar);
    return Stream.of(
        arguments("words", "this is no layer ".repeat(40).getBytes(UTF_8), "is no tar archive"),
        arguments("a short text", "not found".getBytes(UTF_8), "ends in the middle"),
        arguments("cut zstd", bytes(0x28, 0xb5, 0x2f, 0xfd, 0, 0), "zstd data ends in the middle"),
        arguments("xz", bytes(0xfd, '7', 'z', 'X', 'Z', 0), "compressed by xz"),
        arguments("bzip2", "BZh91AY".getBytes(US_ASCII), "compressed by bzip2"),
        arguments("cut gzip", Arrays.copyOf(gzip, 40_000), "gzip data ends in the middle"),
        arguments("gzip without trailer", Arrays.copyOf(gzip, gzip.length - 8), "ends in the"),
        arguments("gzip with half a trailer", Arrays.copyOf(gzip, gzip.length - 3), "ends in"),
        arguments("gzip header alone", Arrays.copyOf(gzip, 7), "ends in the middle"),
        arguments("broken gzip", changed(gzip, 40_000, 999), "is damaged"),
        arguments("wrong checksum", changed(gzip, gzip.length - 6, 1), "checksum is not that of"),
        arguments("wrong length", changed(gzip, gzip.length - 2, 1), "checksum is not that of"),
        arguments("words after gzip", joined(gzip, "tail".getBytes(US_ASCII)), "no gzip follows"),
        arguments("cut tar", Arrays.copyOf(tar, 40_000), "ends in the middle, at byte 40000"),
        arguments("cut header", Arrays.copyOf(tar, 1_200), "ends in the middle, at byte 1200"),
        arguments("broken header", changed(tar, 1_030, 40), "no tar header at byte 1024"),
        arguments("size in letters", header("a", "0000000zzzz\0", '0', ""), "is no tar archive"),
        arguments("negative size", header("a", negative(), '0', ""), "a negative number"),
        arguments("pax without length", pax("path=a\n"), "the pax header"),
        arguments("pax with a wrong length", pax("90 path=a\n"), "the pax header"),
        arguments("pax with a huge length", pax("99999999999999999999 path=a\n"), "the pax header"),
        arguments("pax length of nothing", pax("0 path=a\n"), "the pax header"),
        arguments("pax without equals", pax("9 path a\n"), "the pax header"),
        arguments("pax without end", pax("9 path=a!"), "the pax header"),
        arguments("pax with a negative size", pax("11 size=-5\n"), "the pax header"),
        arguments("pax path with a zero", pax("12 path=a\0b\n"), "the pax header"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void refusesWhatIsNoLayer(String name, byte[] stored, String sentence) {
    assertThatExceptionOfType(SourceException.Malformed.class)
        .as(name)
        .isThrownBy(() -> Layers.read(stored, KeptFiles.NONE, SMALL))
        .withMessageStartingWith("layer sha256:0 ")
        .withMessageContaining(sentence);
  }

  static Stream<Arguments> tooLarge() {
    return Stream.of(
        arguments(
            "stored bytes",
            LayerBuilder.layer().noise("a", 180_000).tar(),
            LayerBuilder.layer().noise("a", 210_000).tar(),
            "larger than the 200000 compressed bytes"),
        arguments(
            "unpacked bytes",
            gzipped(LayerBuilder.layer().zeroes("a", 2_700_000)),
            gzipped(LayerBuilder.layer().zeroes("a", 3_100_000)),
            "unpacks to more than the 3000000 bytes"),
        arguments("entries", gzipped(files(900)), gzipped(files(1_001)), "more than the 1000 entr"),
        arguments(
            "path length",
            LayerBuilder.layer().file("d/".repeat(130), "").tar(),
            LayerBuilder.layer().file("d/".repeat(155), "").tar(),
            "a path longer than the 300 bytes"),
        arguments(
            "link length",
            LayerBuilder.layer().symlink("a", "d/".repeat(130)).tar(),
            LayerBuilder.layer().symlink("a", "d/".repeat(155)).tar(),
            "a link longer than the 300 bytes"),
        arguments(
            "size that is not there",
            header("a", "00000000000\0", '0', ""),
            header("a", huge(), '0', ""),
            "too large to exist"),
        arguments(
            "holes",
            header("a", "00000000000\0", '0', ""),
            pax("31 GNU.sparse.realsize=9999999\n"),
            "unpacks to more than the 3000000 bytes"),
        arguments(
            "bytes of names",
            gzipped(files(500, "n".repeat(200))),
            gzipped(files(900, "n".repeat(200))),
            "more names than the 1000 entries"),
        arguments(
            "directories",
            gzipped(files(500, "/b/c/d")),
            gzipped(files(900, "/b/c/d")),
            "more names than the 1000 entries"),
        arguments(
            "targets of links", gzipped(links(300)), gzipped(links(700)), "more than the 1000"),
        arguments("headers of one entry", repeatedPax(14), repeatedPax(17), "more than 16 headers"),
        arguments(
            "pax header",
            pax("12 path=abc\n"),
            header("x", "00007777777\0", 'x', ""),
            "a header of 2097151 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooLarge")
  void refusesWhatIsBeyondALimitAndReadsWhatIsNot(
      String name, byte[] within, byte[] beyond, String sentence) throws SourceException {
    assertThat(Layers.read(within, KeptFiles.NONE, SMALL)).as(name).isNotNull();
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> Layers.read(beyond, KeptFiles.NONE, SMALL))
        .withMessageContaining(sentence);
  }

  @Test
  void refusesPathsDeeperThanAnyFileSystem() {
    byte[] tar = LayerBuilder.layer().file("d/".repeat(300) + "x", "").tar();
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> Layers.read(tar, KeptFiles.NONE))
        .withMessageContaining("more than 256 directories");
  }

  /// 4 GiB of zeroes in 4 MB, without writing them: one gzip member, again and again.
  @Test
  void refusesABombByItsRatio() {
    byte[] start = ImageBuilder.gzip(header("zeroes", "77777777777\0", '0', ""));
    byte[] zeroes = ImageBuilder.gzip(new byte[1 << 24]);
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(
            () ->
                reader(Limits.defaults())
                    .read(repeated(start, zeroes, 256), "layer sha256:0", soon(30)))
        .withMessageContaining("unpacks to more than 500 times its size");
  }

  /// Three million empty files, each of a name of its own, read in a process of 96 MiB of heap.
  @Test
  void refusesABombOfEntriesWithinLittleMemory() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                EntriesBomb.class.getName())
            .redirectErrorStream(true)
            .start();
    try (InputStream output = process.getInputStream()) {
      assertThat(output.readAllBytes())
          .asString(UTF_8)
          .contains("TooLarge: layer of a bomb holds more than the 600000 entries");
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void endsWithItsTime() {
    byte[] stored = ImageBuilder.gzip(LayerBuilder.layer().noise("a", 100_000).tar());
    assertThatExceptionOfType(SourceException.Unavailable.class)
        .isThrownBy(
            () ->
                reader(SMALL)
                    .read(
                        new ByteArrayInputStream(stored),
                        "layer sha256:0",
                        Deadline.in(Duration.ZERO)))
        .withMessageContaining("was not read in the time");
  }

  @Test
  void saysThatATransferBrokeOff() {
    byte[] stored = ImageBuilder.gzip(LayerBuilder.layer().noise("a", 100_000).tar());
    InputStream cut =
        new SequenceInputStream(
            new ByteArrayInputStream(stored, 0, 5_000),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }
            });
    assertThatExceptionOfType(SourceException.Unavailable.class)
        .isThrownBy(() -> reader(SMALL).read(cut, "layer sha256:0", soon(5)))
        .withMessage("layer sha256:0 broke off after 5000 bytes: connection reset");
  }

  @Test
  void remarksOnPathsThatClimb() throws SourceException {
    LayerContents layer =
        Layers.read(LayerBuilder.layer().file("../../etc/passwd", "x").tar(), KeptFiles.NONE);
    assertThat(layer.remarks()).singleElement().asString().contains("climb out of the root");
    assertThat(LayerReaderTest.paths(layer)).containsExactly("FILE /etc/passwd 1 ");
  }

  @Test
  void showsNoControlCharacters() throws SourceException {
    LayerContents layer =
        Layers.read(LayerBuilder.layer().file("a\n\u001b[31mb", "").tar(), KeptFiles.NONE);
    assertThat(LayerReaderTest.paths(layer)).containsExactly("FILE /a\ufffd\ufffd[31mb 0 ");
  }

  /// Whatever bytes come, the end is a layer or a [SourceException].
  @Test
  void survivesAnyDamage() {
    byte[] tar =
        LayerBuilder.layer()
            .file("d/".repeat(60) + "long", "x")
            .symlink("l", "d")
            .hardLink("h", "l")
            .whiteout("gone")
            .tar();
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = tar.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      mendChecksums(damaged);
      try {
        Layers.read(damaged, _ -> 100, SMALL);
      } catch (SourceException e) {
        assertThat(e).hasMessageStartingWith("layer sha256:0 ");
      }
    }
  }

  private static void mendChecksums(byte[] tar) {
    for (int at = 0; at + 512 <= tar.length; at += 512) {
      if (tar[at + 257] == 'u') {
        mendChecksum(tar, at);
      }
    }
  }

  private static LayerReader reader(Limits limits) {
    return new LayerReader(limits, KeptFiles.NONE);
  }

  private static Deadline soon(int seconds) {
    return Deadline.in(Duration.ofSeconds(seconds));
  }

  private static LayerBuilder files(int count) {
    return files(count, "");
  }

  private static LayerBuilder files(int count, String rest) {
    LayerBuilder layer = LayerBuilder.layer();
    for (int i = 0; i < count; i++) {
      layer.file("f" + i + rest, "");
    }
    return layer;
  }

  private static LayerBuilder links(int count) {
    LayerBuilder layer = LayerBuilder.layer();
    for (int i = 0; i < count; i++) {
      layer.symlink("l" + i, "t".repeat(250));
    }
    return layer;
  }

  private static byte[] repeatedPax(int times) {
    byte[] headers = new byte[0];
    byte[] pax = Arrays.copyOf(pax("12 path=abc\n"), 1024);
    for (int i = 0; i < times; i++) {
      headers = joined(headers, pax);
    }
    return joined(headers, header("a", "00000000000\0", '0', ""));
  }

  private static byte[] gzipped(LayerBuilder layer) {
    return ImageBuilder.gzip(layer.tar());
  }

  private static InputStream repeated(byte[] start, byte[] part, int times) {
    List<InputStream> parts = new ArrayList<>();
    parts.add(new ByteArrayInputStream(start));
    for (int i = 0; i < times; i++) {
      parts.add(new ByteArrayInputStream(part));
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  private static byte[] pax(String records) {
    String size = "%011o\0".formatted(records.length());
    byte[] padded = Arrays.copyOf(records.getBytes(US_ASCII), 512);
    return joined(
        joined(header("pax", size, 'x', ""), padded), header("a", "00000000000\0", '0', ""));
  }

  private static byte[] header(String name, String size, char type, String target) {
    return header(name, size.getBytes(US_ASCII), type, target);
  }

  private static byte[] header(String name, byte[] size, char type, String target) {
    byte[] header = new byte[512];
    put(header, 0, name.getBytes(US_ASCII));
    put(header, 124, size);
    header[156] = (byte) type;
    put(header, 157, target.getBytes(US_ASCII));
    put(header, 257, "ustar\0".getBytes(US_ASCII));
    mendChecksum(header, 0);
    return header;
  }

  private static void mendChecksum(byte[] tar, int at) {
    put(tar, at + 148, "        ".getBytes(US_ASCII));
    int sum = 0;
    for (int i = at; i < at + 512; i++) {
      sum += tar[i] & 0xff;
    }
    put(tar, at + 148, "%06o\0 ".formatted(sum).getBytes(US_ASCII));
  }

  private static void put(byte[] into, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }

  private static byte[] negative() {
    byte[] size = new byte[12];
    Arrays.fill(size, (byte) 0xff);
    return size;
  }

  private static byte[] huge() {
    byte[] size = negative();
    size[0] = (byte) 0x80;
    return size;
  }

  private static byte[] changed(byte[] bytes, int from, int length) {
    byte[] changed = bytes.clone();
    for (int i = from; i < from + length; i++) {
      changed[i] ^= 0x55;
    }
    return changed;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
