package dev.plimsoll.hostile;

import static dev.plimsoll.hostile.HostileCase.READ;
import static dev.plimsoll.hostile.HostileCase.of;
import static dev.plimsoll.hostile.LayerAttempts.SMALL;
import static dev.plimsoll.hostile.LayerAttempts.layer;
import static dev.plimsoll.hostile.LayerAttempts.small;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.VerifiedStream;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Bodies of layers that lie, break off, never end, or unpack to far more than they are.
final class BodyCases {
  private static final String BODY = "body";
  private static final String GZIP = "gzip";
  private static final Digest OTHER = TestImage.digestOf(new byte[] {1});

  private BodyCases() {}

  static List<HostileCase> all() {
    byte[] tar = LayerBuilder.layer().file("a", "text").noise("b", 70_000).tar();
    byte[] gzip = ImageBuilder.gzip(tar);
    Digest digest = TestImage.digestOf(gzip);
    long size = gzip.length;
    byte[] fits = LayerBuilder.layer().noise("a", 178_000).tar();
    byte[] large = LayerBuilder.layer().noise("a", 210_000).tar();
    return List.of(
        of(BODY, "another digest", "DigestMismatch", "its bytes have", said(gzip, OTHER, size))
            .besides(said(gzip, digest, size)),
        of(BODY, "shorter than said", "DigestMismatch", "ends after", said(gzip, digest, 99_999)),
        of(BODY, "longer than said", "DigestMismatch", "longer than", said(gzip, digest, 70_000)),
        of(BODY, "never ends", "DigestMismatch", "longer than the 1.0 MiB", endless(gzip)),
        of(BODY, "breaks off", "Unavailable", "broke off after 5000 bytes", cut(gzip)),
        of(BODY, "comes too slowly", "Unavailable", "not read in the time", late(gzip)),
        of(BODY, "larger than a layer may be", "TooLarge", "200000 compressed", small(large))
            .besides(small(fits)),
        of(BODY, "a web page", "Malformed", "is no tar archive", layer(words())),
        of(BODY, "a short text", "Malformed", "ends in the middle", layer(ascii("not found"))),
        of(BODY, "empty", READ, "", layer(new byte[0])),
        of(BODY, "bzip2", "Malformed", "compressed by bzip2", layer(ascii("BZh91AY"))),
        of(BODY, "xz", "Malformed", "compressed by xz", layer(latin("\u00fd7zXZ\0"))),
        of(GZIP, "cut off", "Malformed", "gzip data ends", layer(Arrays.copyOf(gzip, 40_000))),
        of(GZIP, "header alone", "Malformed", "gzip data ends", layer(Arrays.copyOf(gzip, 7))),
        of(GZIP, "no trailer", "Malformed", "gzip data ends", cutTo(gzip, gzip.length - 8)),
        of(GZIP, "half a trailer", "Malformed", "gzip data ends", cutTo(gzip, gzip.length - 3)),
        of(GZIP, "broken in the middle", "Malformed", "damaged", changed(gzip, 40_000, 999)),
        of(GZIP, "wrong checksum", "Malformed", "checksum", changed(gzip, gzip.length - 6, 1)),
        of(GZIP, "wrong length", "Malformed", "checksum", changed(gzip, gzip.length - 2, 1)),
        of(GZIP, "words after it", "Malformed", "no gzip follows", layer(joined(gzip, "tail"))),
        of(GZIP, "an endless name in its header", "TooLarge", "200000 compressed", endlessName()),
        of(GZIP, "members of nothing, for ever", "TooLarge", "200000 compr", emptyMembers()),
        of(GZIP, "gzip in gzip", "Malformed", "no tar archive", layer(ImageBuilder.gzip(gzip))),
        of(GZIP, "4 GiB of zeroes in 4 MB", "TooLarge", "more than 500 times its size", bomb(256))
            .besides(bomb(14)),
        of(GZIP, "zeroes beyond the limit", "TooLarge", "than the 3000000 bytes", zeroes(3_100_000))
            .besides(zeroes(2_690_000)),
        of(
                GZIP,
                "zeroes after the archive's end",
                "TooLarge",
                "than the 3000000",
                padded(3_100_000))
            .besides(padded(2_600_000)),
        of(GZIP, "a bomb as a file", READ, "", layer(bombInside())));
  }

  /// A body against what the manifest says of it.
  private static HostileCase.Attempt said(byte[] bytes, Digest digest, long size) {
    return verified(new ByteArrayInputStream(bytes), digest, size);
  }

  private static HostileCase.Attempt endless(byte[] gzip) {
    return () -> verified(Streams.endless(gzip), OTHER, 1 << 20).run();
  }

  private static HostileCase.Attempt verified(InputStream body, Digest digest, long size) {
    Descriptor said = new Descriptor("layer", digest, new Bytes(size), null, Map.of());
    return layer(Limits.defaults(), () -> new VerifiedStream(body, said, "reading the layer"));
  }

  private static HostileCase.Attempt cut(byte[] gzip) {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    return layer(
        Limits.defaults(), () -> Streams.joined(new ByteArrayInputStream(gzip, 0, 5_000), broken));
  }

  private static HostileCase.Attempt late(byte[] gzip) {
    return () ->
        new LayerReader(Limits.defaults(), KeptFiles.NONE)
            .read(new ByteArrayInputStream(gzip), "the layer", Deadline.in(Duration.ZERO))
            .toString();
  }

  private static HostileCase.Attempt endlessName() {
    byte[] start = latin("\u001f\u008b\u0008\u0008\0\0\0\0\0\3");
    byte[] name = ascii("name".repeat(1000));
    return layer(
        SMALL, () -> Streams.joined(new ByteArrayInputStream(start), Streams.endless(name)));
  }

  private static HostileCase.Attempt emptyMembers() {
    byte[] nothing = ImageBuilder.gzip(new byte[0]);
    return layer(SMALL, () -> Streams.endless(nothing));
  }

  /// One gzip member of 16 MiB of zeroes, again and again.
  private static HostileCase.Attempt bomb(int times) {
    String size = TarBytes.octal((long) times << 24);
    byte[] start = ImageBuilder.gzip(TarBytes.headerOf('0', "zeroes", size, ""));
    byte[] end = ImageBuilder.gzip(new byte[1024]);
    byte[] zeroes = ImageBuilder.gzip(new byte[1 << 24]);
    return layer(
        Limits.defaults(),
        () ->
            Streams.joined(
                new ByteArrayInputStream(start),
                Streams.of(times, _ -> zeroes),
                new ByteArrayInputStream(end)));
  }

  private static HostileCase.Attempt zeroes(int count) {
    return small(ImageBuilder.gzip(LayerBuilder.layer().zeroes("a", count).tar()));
  }

  private static HostileCase.Attempt padded(int count) {
    return small(ImageBuilder.gzip(TarBytes.tar().raw(new byte[count]).bytes()));
  }

  private static byte[] bombInside() {
    byte[] bomb = ImageBuilder.gzip(new byte[1 << 24]);
    return LayerBuilder.layer().file("bomb.tar.gz", bomb).tar();
  }

  private static HostileCase.Attempt cutTo(byte[] bytes, int length) {
    return layer(Arrays.copyOf(bytes, length));
  }

  private static HostileCase.Attempt changed(byte[] bytes, int from, int length) {
    byte[] changed = bytes.clone();
    for (int i = from; i < from + length; i++) {
      changed[i] ^= 0x55;
    }
    return layer(changed);
  }

  private static byte[] joined(byte[] bytes, String tail) {
    return TarBytes.tar().raw(bytes).raw(ascii(tail)).bytes();
  }

  private static byte[] words() {
    return ascii("<html>this is no layer</html> ".repeat(40));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] latin(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
