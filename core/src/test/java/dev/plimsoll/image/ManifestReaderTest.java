package dev.plimsoll.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestReaderTest {
  private static final String DOING = "reading the manifest of registry.example.com/web:1";
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final String CONFIG =
      "{'mediaType':'application/vnd.oci.image.config.v1+json','size':2,'digest':'" + DIGEST + "'}";
  private static final String LAYER =
      "{'mediaType':'application/vnd.oci.image.layer.v1.tar+gzip','size':10,'digest':'%s'}"
          .formatted(DIGEST);

  @Test
  void readsAnImageOfEitherKind() throws SourceException {
    ImageBuilder oci =
        ImageBuilder.image().annotation("a", "b").layer("RUN x", l -> l.file("x", "y"));
    TestImage image = oci.build();
    Manifest.OfImage read = (Manifest.OfImage) read(image);
    assertThat(read.config().digest()).isEqualTo(image.config());
    assertThat(read.layers()).extracting(Descriptor::digest).isEqualTo(image.layers());
    assertThat(read.pullSize()).isEqualTo(new Bytes(image.layer(1).length));
    assertThat(read.annotations()).containsEntry("a", "b");
    Manifest.OfImage docker = (Manifest.OfImage) read(oci.docker().build());
    assertThat(docker.layers().getFirst().mediaType())
        .isEqualTo("application/vnd.docker.image.rootfs.diff.tar.gzip");
  }

  @Test
  void readsAnIndexWithItsPlatforms() throws SourceException {
    Platform arm = Platform.parse("linux/arm64/v8");
    TestImage amd64 = ImageBuilder.image().build();
    TestImage arm64 = ImageBuilder.image().platform(arm).build();
    Manifest.OfIndex index = (Manifest.OfIndex) read(TestImage.indexOf(amd64, arm64));
    assertThat(index.manifests())
        .extracting(Descriptor::platform)
        .containsExactly(Platform.LINUX_AMD64, arm);
    assertThat(index.manifests())
        .extracting(Descriptor::digest)
        .containsExactly(amd64.digest(), arm64.digest());
  }

  @Test
  void readsWithoutAMediaTypeByShapeAlone() throws SourceException {
    assertThat(read(null, "{'schemaVersion':2,'config':%s,'layers':[%s]}".formatted(CONFIG, LAYER)))
        .isInstanceOf(Manifest.OfImage.class);
    assertThat(read("text/plain", "{'schemaVersion':2,'manifests':[],'annotations':{'a':null}}"))
        .isEqualTo(new Manifest.OfIndex(List.of(), java.util.Map.of()));
  }

  /// A runtime tells what is left out of a platform from an entry without one.
  @Test
  void readsWhatPlatformsLeaveOut() throws SourceException {
    assertThat(platforms("{'os':'linux'}", "{'architecture':'arm','variant':''}", "null"))
        .containsExactly(new Platform("linux", "", null), new Platform("", "arm", null), null);
    assertThat(platforms("{'os':'linux','architecture':'amd64','os.features':['erofs','x']}"))
        .containsExactly(new Platform("linux(+erofs+x)", "amd64", null));
  }

  private static List<Platform> platforms(String... platforms) throws SourceException {
    String entries =
        Stream.of(platforms)
            .map(platform -> LAYER.replace("'size'", "'platform':" + platform + ",'size'"))
            .collect(joining(","));
    return ((Manifest.OfIndex) read(null, "{'manifests':[" + entries + "]}"))
        .manifests().stream().map(Descriptor::platform).toList();
  }

  static Stream<Arguments> refused() {
    String docker = "application/vnd.docker.distribution.manifest.";
    return Stream.of(
        Arguments.of(docker + "v1+prettyjws", "{'fsLayers':[]}", "schema 1"),
        Arguments.of(null, "{'schemaVersion':1,'fsLayers':[]}", "schema 1"),
        Arguments.of(null, "{'mediaType':'%sv1+json'}".formatted(docker), "schema 1"),
        Arguments.of(null, "{'config':%s,'layers':[],'manifests':[]}".formatted(CONFIG), "at once"),
        Arguments.of(
            docker + "list.v2+json", image(CONFIG, LAYER), "neither an image nor an index"),
        Arguments.of(docker + "v2+json", "{'manifests':[]}", "neither an image nor an index"),
        Arguments.of("text/html", "{}", "neither an image nor an index but text/html"),
        Arguments.of(null, "{'config':%s}".formatted(CONFIG), "lacks config or layers"),
        Arguments.of(
            null,
            image(CONFIG.replace("oci.image.config.v1", "cncf.helm.config.v1"), LAYER),
            "no container image but an artifact of type application/vnd.cncf.helm.config.v1+json"),
        Arguments.of(
            null,
            "{'artifactType':'application/x-sbom','config':%s,'layers':[]}"
                .formatted(CONFIG.replace("image.config.v1", "empty.v1")),
            "an artifact of type application/x-sbom"),
        Arguments.of(
            null,
            image(
                CONFIG,
                LAYER.replace(
                    "application/vnd.oci.image.layer.v1.tar+gzip", "application/vnd.in-toto+json")),
            "an artifact of type application/vnd.in-toto+json"),
        Arguments.of(null, image(CONFIG, LAYER.replace("10", "-1")), "layer 1 lacks"),
        Arguments.of(null, image(CONFIG, LAYER.replace("10", "1.5")), "not as specified at line 1"),
        Arguments.of(
            null, image(CONFIG, LAYER.replace("10", "99999999999999999999")), "not as spec"),
        Arguments.of(null, image(CONFIG, LAYER.replace("10", "'10'")), "not as specified"),
        Arguments.of(
            null, image(CONFIG, LAYER.replace(DIGEST, "sha256:0")), "in the digest of layer 1"),
        Arguments.of(
            null, image(CONFIG, LAYER.replace("'digest'", "'d'")), "layer 1 has no digest"),
        Arguments.of(
            null, "{'config':%s,'config':%s}".formatted(CONFIG, CONFIG), "not as specified"),
        Arguments.of(
            null,
            "{'config':%s,'layers':[%s],'layer\u017f':[]}".formatted(CONFIG, LAYER),
            "that runtimes take for another one"),
        Arguments.of(
            null,
            "{'config':%s,'layers':[%s],'Layers':[]}".formatted(CONFIG, LAYER),
            "that runtimes take for another one"),
        Arguments.of(
            null,
            image(CONFIG, LAYER.replace("'size'", "'Digest':'sha256:1','size'")),
            "that runtimes take for another one"),
        Arguments.of(
            null,
            "{'manifests':[%s]}"
                .formatted(LAYER.replace("'size'", "'platform':{'os':'a','OS':'b'},'size'")),
            "that runtimes take for another one"),
        Arguments.of(
            null,
            "{'manifests':[%s]}".formatted(LAYER.replace("'size'", "'platform':{'os':'|'},'size'")),
            "the operating system of entry 1 of the index is no name of up to 64 letters"),
        Arguments.of(
            null,
            "{'manifests':[%s]}"
                .formatted(LAYER.replace("'size'", "'platform':{'os.features':['a b']},'size'")),
            "a feature that entry 1 of the index asks for is no name"),
        Arguments.of(null, "", "not as specified"),
        Arguments.of(null, "null", "no JSON object"),
        Arguments.of(null, "[]", "not as specified"),
        Arguments.of(null, "<html>secret</html>", "not as specified"),
        Arguments.of(null, "{} {}", "not as specified"),
        Arguments.of(null, "{'x':[}", "not as specified"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesByNameWhatIsNoImage(@Nullable String mediaType, String json, String sentence) {
    assertThatExceptionOfType(SourceException.Malformed.class)
        .isThrownBy(() -> read(mediaType, json))
        .withMessageStartingWith(DOING + ": ")
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @Test
  void refusesMoreLayersThanAreRead() throws SourceException {
    Limits usual = Limits.defaults();
    Limits limits =
        new Limits(
            usual.manifest(),
            usual.config(),
            usual.compressedLayer(),
            usual.uncompressedLayer(),
            usual.ratio(),
            usual.entries(),
            usual.pathLength(),
            usual.keptFiles(),
            2,
            usual.scan());
    byte[] two = json(image(CONFIG, LAYER + "," + LAYER));
    byte[] three = json(image(CONFIG, LAYER + "," + LAYER + "," + LAYER));
    assertThat(ManifestReader.read(two, null, DOING, limits)).isNotNull();
    assertThatExceptionOfType(SourceException.TooLarge.class)
        .isThrownBy(() -> ManifestReader.read(three, null, DOING, limits))
        .withMessageContaining("it has 3 layers, more than the 2 that are read");
  }

  private static String image(String config, String layers) {
    return "{'config':%s,'layers':[%s]}".formatted(config, layers);
  }

  private static Manifest read(TestImage image) throws SourceException {
    return ManifestReader.read(image.manifest(), image.mediaType(), DOING, Limits.defaults());
  }

  private static Manifest read(@Nullable String mediaType, String text) throws SourceException {
    return ManifestReader.read(json(text), mediaType, DOING, Limits.defaults());
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }
}
