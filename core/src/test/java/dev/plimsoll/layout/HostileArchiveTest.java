package dev.plimsoll.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Archives that lead elsewhere or are none end in one sentence.
class HostileArchiveTest {
  private static final TestImage WEB =
      ImageBuilder.image().layer("COPY b /b", layer -> layer.file("b", "b")).build();

  @TempDir private Path directory;

  static Stream<Arguments> archives() {
    String outside = "which leads out of it; write it again without";
    String long1 = "a/".repeat(200);
    return Stream.of(
        Arguments.of(saved().file("../evil", "x"), "it has the path \"../evil\", " + outside),
        Arguments.of(saved().file("a/../../evil", "x"), outside),
        Arguments.of(saved().file("a/../manifest.json", "[]"), outside),
        Arguments.of(saved().file("/etc/passwd", "x"), outside),
        Arguments.of(saved().file(long1 + "../../x", "x"), outside),
        Arguments.of(saved().withGnuNames().file(long1 + "../../x", "x"), outside),
        Arguments.of(saved().directory("../evil/"), outside),
        Arguments.of(saved().symlink("x", "/etc/passwd"), "it has the path \"/etc/passwd\""),
        Arguments.of(saved().symlink("x", "../../etc/passwd"), outside),
        Arguments.of(saved().symlink("a/x", "../../etc/passwd"), outside),
        Arguments.of(saved().hardLink("x", "../etc/passwd"), outside),
        Arguments.of(saved().file("manifest.json", "[]"), "it has two members \"manifest.json\""),
        Arguments.of(saved().file("./manifest.json", "[]"), "it has two members"),
        Arguments.of(
            new Archives().symlink("manifest.json", "elsewhere"),
            "its member manifest.json is a link to elsewhere, which is not there"),
        Arguments.of(
            new Archives().symlink("manifest.json", "b").symlink("b", "manifest.json"),
            "its member manifest.json is a link that leads nowhere"),
        Arguments.of(
            new Archives().file("manifest.json", "[{\"Config\":\"../x\"}]"),
            "its manifest.json names a config outside of it"),
        Arguments.of(
            new Archives().file("manifest.json", "[{\"Config\":\"/x\"}]"), "outside of it"),
        Arguments.of(
            new Archives().file("manifest.json", "[{\"Config\":\"x\"}]"), "x is not in it"),
        Arguments.of(new Archives().file("manifest.json", "secret"), "manifest.json is no JSON"),
        Arguments.of(new Archives().file("manifest.json", "[]"), "there is no image in it"),
        Arguments.of(
            new Archives()
                .file("c", "{\"rootfs\":{\"diff_ids\":[]}}")
                .file("manifest.json", "[{\"Config\":\"c\",\"Layers\":[\"a\"]}]"),
            "it has 1 layers where the config of the image names 0"),
        Arguments.of(
            new Archives()
                .file("0".repeat(64) + ".json", "{}")
                .file("manifest.json", "[{\"Config\":\"" + "0".repeat(64) + ".json\"}]"),
            "its config 000000000000 has the digest sha256:44136fa355b3"),
        Arguments.of(new Archives().file("x", "y"), "it is neither an OCI layout"),
        Arguments.of(
            new Archives()
                .file("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}")
                .file("index.json", "{\"manifests\":[]}"),
            "its oci-layout states no version 1"),
        Arguments.of(
            new Archives()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("index.json", "{\"manifests\":[]}"),
            "there is no image in it"));
  }

  private static Archives saved() {
    return new Archives().saved(WEB, "shop/web:1.4");
  }

  @ParameterizedTest
  @MethodSource("archives")
  void endsInOneSentence(Archives archive, String sentence) {
    Path file = archive.writeTo(directory.resolve("x.tar"));
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> open("docker-archive:" + file).close())
        .withMessageStartingWith("opening docker-archive:" + file + ": ")
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "\n"));
  }

  @Test
  void whatIsNoTarIsSaidToBeSo() throws IOException {
    for (byte[] bytes :
        new byte[][] {"secret".getBytes(UTF_8), new byte[700], "x".repeat(2_000).getBytes(UTF_8)}) {
      Path file = Files.write(directory.resolve("x"), bytes);
      assertThatExceptionOfType(SourceException.Malformed.class)
          .isThrownBy(() -> open("oci:" + file));
    }
    byte[] packed = Archives.gzip(saved().bytes());
    Path damaged = Files.write(directory.resolve("x.gz"), Arrays.copyOf(packed, packed.length / 2));
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> open("docker-archive:" + damaged))
        .withMessageContaining("it is gzip, but damaged");
    assertThatExceptionOfType(SourceException.NotFound.class)
        .isThrownBy(() -> open("oci:" + directory.resolve("none")))
        .withMessageContaining("there is no file");
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> open("oci:/dev/null"))
        .withMessageContaining("neither a directory nor a plain file");
    Path saved = saved().writeTo(directory.resolve("saved.tar"));
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> open("oci:" + saved))
        .withMessageContaining("an archive of docker save; write docker-archive:");
  }

  @Test
  void aCutOrDamagedArchiveIsReadWholeOrRefused() throws IOException {
    byte[] whole = saved().bytes();
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes =
          i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int n = 0; i % 2 == 1 && n < 3; n++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try (LocalImage image = openStream(bytes)) {
        assertThat(image.reference().digest()).isNotNull();
      } catch (SourceException e) {
        assertThat(e.getMessage()).startsWith("opening -: ").doesNotContain("\n");
      }
    }
  }

  @Test
  void manyMembersEndInTime() {
    Archives many = new Archives();
    for (int i = 0; i < 50_001; i++) {
      many.file("m" + i, "");
    }
    byte[] bytes = many.bytes();
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> openStream(bytes))
        .withMessageContaining("more than the 50000 members that are read");
  }

  @Test
  void aDirectorysLinksLeadToPlainFilesAlone() throws IOException {
    Path layout = directory.resolve("layout");
    WEB.writeTo(layout, "1");
    Path blob = layout.resolve("blobs/sha256/" + WEB.digest().hex());
    Path moved = Files.move(blob, directory.resolve("moved"));
    Files.createSymbolicLink(blob, moved);
    try (LocalImage image = open("oci:" + layout)) {
      assertThat(image.manifest(image.reference(), soon())).isNotNull();
    }
    Files.delete(blob);
    Files.createSymbolicLink(blob, Path.of("/dev/zero"));
    try (LocalImage image = open("oci:" + layout)) {
      assertThatExceptionOfType(SourceException.Malformed.class)
          .isThrownBy(() -> image.manifest(image.reference(), soon()))
          .withMessageContaining("is no plain file");
    }
  }

  private static dev.plimsoll.image.Deadline soon() {
    return dev.plimsoll.image.Deadline.in(java.time.Duration.ofSeconds(5));
  }

  private static LocalImage open(String name) throws SourceException {
    return LocalImage.open(
        (SourceName.Local) SourceName.parse(name),
        InputStream.nullInputStream(),
        Limits.defaults());
  }

  private static LocalImage openStream(byte[] bytes) throws SourceException {
    return LocalImage.open(
        new SourceName.OnStandardInput(), new ByteArrayInputStream(bytes), Limits.defaults());
  }
}
