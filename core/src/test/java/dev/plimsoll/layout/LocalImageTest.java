package dev.plimsoll.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalImageTest {
  private static final Deadline SOON = Deadline.in(Duration.ofHours(1));
  private static final TestImage WEB =
      ImageBuilder.image()
          .user("app")
          .layer("COPY app /app", layer -> layer.noise("app", 100_000))
          .layer("RUN x", layer -> layer.file("x", "x"))
          .build();
  private static final TestImage OTHER =
      ImageBuilder.image().layer("COPY b /b", layer -> layer.file("b", "b")).build();

  @TempDir private Path directory;

  @Test
  void readsALayoutFromADirectoryFromATarAndFromAStream() throws IOException {
    Path layout = layout("1.4", WEB);
    Path tar = new Archives().tree(layout).writeTo(directory.resolve("web.tar"));
    Path packed = directory.resolve("web.tar.gz");
    Files.write(packed, Archives.gzip(Files.readAllBytes(tar)));
    for (String name : List.of("oci:" + layout, "oci:" + tar, "oci:" + packed + ":1.4")) {
      try (LocalImage image = open(name)) {
        requireWhole(image, WEB);
        assertThat(image.reference().tag()).isEqualTo("1.4");
        assertThat(image.reference().registry()).isEqualTo("localhost");
      }
    }
    for (Path file : List.of(tar, packed)) {
      try (InputStream in = Files.newInputStream(file);
          LocalImage image = LocalImage.open(local("-"), in, Limits.defaults())) {
        requireWhole(image, WEB);
      }
    }
  }

  @Test
  void readsWhatDockerSavedBefore25() throws IOException {
    Path tar = new Archives().saved(WEB, "shop/web:1.4").writeTo(directory.resolve("w.tar"));
    try (LocalImage image = open("docker-archive:" + tar)) {
      assertThat(image.reference().toString()).startsWith("docker.io/shop/web:1.4@sha256:");
      Manifest.OfImage manifest = manifest(image);
      assertThat(manifest.config().digest()).isEqualTo(WEB.config());
      assertThat(image.config(image.reference(), manifest.config(), SOON).user()).isEqualTo("app");
      List<Digest> diffIds = image.config(image.reference(), manifest.config(), SOON).diffIds();
      assertThat(manifest.layers()).extracting(Descriptor::digest).isEqualTo(diffIds);
      assertThat(read(image, manifest.layers().get(0))).isEqualTo(Archives.plain(WEB.layer(1)));
      assertThat(read(image, manifest.layers().get(1))).isEqualTo(Archives.plain(WEB.layer(2)));
    }
  }

  @Test
  void aLayerThatIsSavedTwiceIsALinkToTheFirst() throws IOException {
    TestImage twice =
        ImageBuilder.image()
            .layer("COPY b /b", layer -> layer.file("b", "b"))
            .layer("COPY b /b", layer -> layer.file("b", "b"))
            .build();
    Path tar = new Archives().saved(twice).writeTo(directory.resolve("w.tar"));
    try (LocalImage image = open("docker-archive:" + tar)) {
      List<Descriptor> layers = manifest(image).layers();
      assertThat(layers.get(0)).isEqualTo(layers.get(1));
      assertThat(read(image, layers.get(1))).isEqualTo(Archives.plain(twice.layer(1)));
    }
  }

  @Test
  void readsWhatDockerSavesSince25ByItsOwnDigests() throws IOException {
    Path tar =
        new Archives()
            .tree(layout("docker.io/shop/web:1.4", WEB))
            .file("manifest.json", "[]")
            .writeTo(directory.resolve("w.tar"));
    try (LocalImage image = open("docker-archive:" + tar + ":shop/web:1.4")) {
      assertThat(image.reference()).hasToString("docker.io/shop/web:1.4@" + WEB.digest());
      requireWhole(image, WEB);
    }
  }

  @Test
  void readsCompressedLayersOfOtherBuildersArchives() throws IOException {
    byte[] config = WEB.blobs().get(WEB.config());
    Path tar =
        new Archives()
            .file("config.json", config)
            .file("a.tar.gz", WEB.layer(1))
            .file("b.tar.gz", WEB.layer(2))
            .file(
                "manifest.json",
                "[{\"Config\":\"config.json\",\"RepoTags\":null,"
                    + "\"Layers\":[\"a.tar.gz\",\"b.tar.gz\"]}]")
            .writeTo(directory.resolve("jib.tar"));
    try (LocalImage image = open("docker-archive:" + tar)) {
      List<Descriptor> layers = manifest(image).layers();
      assertThat(layers).extracting(Descriptor::digest).isEqualTo(WEB.layers());
      assertThat(read(image, layers.getFirst())).isEqualTo(WEB.layer(1));
      assertThat(image.reference().repository()).isEqualTo("jib");
    }
  }

  @Test
  void namesTheImagesWhereThereAreSeveral() throws IOException {
    Path layout = layout("1.4", WEB);
    OTHER.writeTo(layout, "registry.example.com/shop/other:2");
    assertThatExceptionOfType(SourceException.NotFound.class)
        .isThrownBy(() -> open("oci:" + layout))
        .withMessage(
            "opening oci:%s: there are 2 images in it; name one of 1.4,".formatted(layout)
                + " registry.example.com/shop/other:2");
    assertThatExceptionOfType(SourceException.NotFound.class)
        .isThrownBy(() -> open("oci:" + layout + ":2"))
        .withMessageContaining("it has 0 images of that name, but 1.4, registry.example.com");
    for (String which : List.of(":registry.example.com/shop/other:2", "@" + OTHER.digest())) {
      try (LocalImage image = open("oci:" + layout + which)) {
        requireWhole(image, OTHER);
        assertThat(image.reference())
            .hasToString("registry.example.com/shop/other:2@" + OTHER.digest());
      }
    }
  }

  @Test
  void readsTheImagesOfAnIndex() throws IOException {
    Path layout = layout("multi", TestImage.indexOf(WEB, OTHER));
    try (LocalImage image = open("oci:" + layout)) {
      Manifest manifest = image.manifest(image.reference(), SOON).manifest();
      assertThat(((Manifest.OfIndex) manifest).manifests())
          .extracting(Descriptor::digest)
          .containsExactly(WEB.digest(), OTHER.digest());
      assertThat(image.manifest(image.reference(), WEB.digest(), SOON))
          .isInstanceOf(Manifest.OfImage.class);
    }
  }

  @Test
  void readsPartsOfLayers() throws IOException {
    try (LocalImage image = open("oci:" + layout("1.4", WEB))) {
      Descriptor layer = manifest(image).layers().getFirst();
      try (InputStream part = image.range(image.reference(), layer, 10, 500, SOON).orElseThrow()) {
        assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(WEB.layer(1), 10, 510));
      }
    }
  }

  @Test
  void anInterruptedReaderDoesNotCloseTheFileForTheOthers() throws Exception {
    Path tar = new Archives().tree(layout("1.4", WEB)).writeTo(directory.resolve("w.tar"));
    try (LocalImage image = open("oci:" + tar)) {
      Descriptor layer = manifest(image).layers().getFirst();
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      read(image, layer);
                    } catch (IOException _) {
                      // Being interrupted may end it.
                    }
                  });
      reader.join();
      assertThat(read(image, layer)).isEqualTo(WEB.layer(1));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void otherBytesThanTheDigestNamesAreNotBelieved(boolean longer) throws IOException {
    Path layout = layout("1.4", WEB);
    Path blob = layout.resolve("blobs/sha256/" + WEB.layers().getFirst().hex());
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length / 2] ^= 1;
    Files.write(blob, longer ? Arrays.copyOf(bytes, bytes.length + 1) : bytes);
    try (LocalImage image = open("oci:" + layout)) {
      Descriptor layer = manifest(image).layers().getFirst();
      assertThatExceptionOfType(SourceException.DigestMismatch.class)
          .isThrownBy(() -> read(image, layer))
          .withMessageContaining("of oci:" + layout + ": it");
    }
    Files.writeString(layout.resolve("blobs/sha256/" + WEB.digest().hex()), "{}");
    try (LocalImage image = open("oci:" + layout)) {
      assertThatExceptionOfType(SourceException.DigestMismatch.class)
          .isThrownBy(() -> manifest(image));
    }
  }

  @Test
  void otherBytesThanTheDiffIdNamesAreNotBelieved() throws IOException {
    Path tar = new Archives().saved(WEB).writeTo(directory.resolve("w.tar"));
    byte[] bytes = Files.readAllBytes(tar);
    byte[] layer = Archives.plain(WEB.layer(1));
    int at = indexOf(bytes, Arrays.copyOfRange(layer, 512, 600));
    bytes[at + 5] ^= 1;
    Files.write(tar, bytes);
    try (LocalImage image = open("docker-archive:" + tar)) {
      assertThatExceptionOfType(SourceException.DigestMismatch.class)
          .isThrownBy(() -> read(image, manifest(image).layers().getFirst()));
    }
  }

  @Test
  void standardInputLeavesNothingBehindAndIsBounded() throws IOException {
    byte[] tar = new Archives().saved(WEB).bytes();
    List<Path> before = temporary();
    try (LocalImage image =
        LocalImage.open(local("-"), new ByteArrayInputStream(tar), Limits.defaults())) {
      assertThat(temporary()).isEqualTo(before);
      assertThat(manifest(image).layers()).hasSize(2);
    }
    Bytes few = new Bytes(50_000);
    Limits small = new Limits(few, few, few, few, 1, 1, 1, few, 10, Duration.ofSeconds(1));
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> LocalImage.open(local("-"), new ByteArrayInputStream(tar), small))
        .withMessage("opening -: there is more of it than the 48.8 KiB that are read");
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(
            () -> LocalImage.open(local("-"), InputStream.nullInputStream(), Limits.defaults()))
        .withMessage("opening -: nothing came; pipe an archive into it");
    assertThat(temporary()).isEqualTo(before);
  }

  private static List<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("plimsoll-")).toList();
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; at <= bytes.length - part.length; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("not there");
  }

  private static void requireWhole(LocalImage image, TestImage expected) throws IOException {
    assertThat(image.resolve(image.reference(), SOON)).isEqualTo(expected.digest());
    Manifest.OfImage manifest = manifest(image);
    assertThat(manifest.config().digest()).isEqualTo(expected.config());
    image.config(image.reference(), manifest.config(), SOON);
    List<byte[]> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(read(image, layer));
    }
    for (int i = 0; i < layers.size(); i++) {
      assertThat(layers.get(i)).isEqualTo(expected.layer(i + 1));
    }
  }

  private static Manifest.OfImage manifest(LocalImage image) throws SourceException {
    return (Manifest.OfImage) image.manifest(image.reference(), SOON).manifest();
  }

  private static byte[] read(LocalImage image, Descriptor layer) throws IOException {
    try (InputStream bytes = image.layer(image.reference(), layer, SOON)) {
      return bytes.readAllBytes();
    }
  }

  private Path layout(String name, TestImage image) {
    Path layout = directory.resolve("layout-" + Math.abs(name.hashCode()));
    image.writeTo(layout, name);
    return layout;
  }

  private static LocalImage open(String name) throws SourceException {
    return LocalImage.open(local(name), InputStream.nullInputStream(), Limits.defaults());
  }

  private static SourceName.Local local(String name) {
    return (SourceName.Local) SourceName.parse(name);
  }
}
