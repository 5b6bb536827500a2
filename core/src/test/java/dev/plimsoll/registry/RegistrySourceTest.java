package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrySourceTest {
  private static final TestImage IMAGE =
      ImageBuilder.image()
          .user("app")
          .layer("COPY app /app", layer -> layer.noise("app", 300_000))
          .layer("RUN touch /x", layer -> layer.file("x", ""))
          .build();

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);
  private final RegistrySource source =
      new RegistrySource(registry.settings(), Credentials.ANONYMOUS, Limits.defaults());

  @AfterEach
  void close() {
    source.close();
    registry.close();
  }

  @Test
  void readsAnUnseenImageInTwoRequests() throws IOException {
    ResolvedManifest resolved = source.manifest(web, soon());
    Manifest.OfImage manifest = (Manifest.OfImage) resolved.manifest();
    ImageConfig config = source.config(web, manifest.config(), soon());
    assertThat(resolved.digest()).isEqualTo(IMAGE.digest());
    assertThat(config.user()).isEqualTo("app");
    assertThat(registry.requests())
        .extracting(Object::toString)
        .containsExactly(
            "GET /v2/shop/web/manifests/1.4", "GET /v2/shop/web/blobs/" + IMAGE.config());
    assertThat(registry.connections()).isEqualTo(1);
  }

  @Test
  void readsAnIndexThenTheImageByItsDigest() throws IOException {
    TestImage index = TestImage.indexOf(IMAGE);
    Reference multi = registry.add("shop/multi:1", index);
    Manifest.OfIndex read = (Manifest.OfIndex) source.manifest(multi, soon()).manifest();
    Manifest image = source.manifest(multi, read.manifests().getFirst().digest(), soon());
    assertThat(image).isInstanceOf(Manifest.OfImage.class);
    assertThat(registry.requests("GET", "/manifests/" + IMAGE.digest())).hasSize(1);
  }

  @Test
  void asksForEveryKindOfManifestThatIsRead() throws IOException {
    source.manifest(web, soon());
    assertThat(registry.requests().getFirst().header("Accept").orElse(""))
        .isEqualTo(
            "application/vnd.docker.distribution.manifest.list.v2+json,"
                + " application/vnd.docker.distribution.manifest.v2+json,"
                + " application/vnd.oci.image.index.v1+json,"
                + " application/vnd.oci.image.manifest.v1+json");
  }

  @Test
  void resolvesATagByOneHead() throws IOException {
    assertThat(source.resolve(web, soon())).isEqualTo(IMAGE.digest());
    assertThat(registry.requests())
        .extracting(Object::toString)
        .containsExactly("HEAD /v2/shop/web/manifests/1.4");
  }

  @Test
  void resolvesADigestWithoutAsking() throws IOException {
    assertThat(source.resolve(web.at(IMAGE.digest()), soon())).isEqualTo(IMAGE.digest());
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void resolvesByHashingTheManifestWhereTheHeadSaysNoDigest() throws IOException {
    registry.on("HEAD", "/manifests/", Fault.status(200));
    registry.on("GET", "/manifests/", Fault.header("Docker-Content-Digest", ""));
    assertThat(source.resolve(web, soon())).isEqualTo(IMAGE.digest());
  }

  @Test
  void resolvesByTheManifestWhereTheRegistryKnowsNoHead() throws IOException {
    registry.on("HEAD", "/manifests/", Fault.status(405));
    assertThat(source.resolve(web, soon())).isEqualTo(IMAGE.digest());
  }

  @Test
  void streamsALayerAndVerifiesItAtTheEnd() throws IOException {
    try (InputStream layer = source.layer(web, layer(1), soon())) {
      assertThat(layer.readAllBytes()).isEqualTo(IMAGE.layer(1));
    }
    try (InputStream again = source.layer(web, layer(2), soon())) {
      assertThat(again.readAllBytes()).isEqualTo(IMAGE.layer(2));
    }
    assertThat(registry.connections()).isEqualTo(1);
  }

  @Test
  void anAbandonedLayerEndsItsConnection() throws Exception {
    // One that has come whole, unread, may leave its connection to others.
    registry.on("GET", "/blobs/", Fault.hangInBody());
    try (InputStream layer = source.layer(web, layer(1), soon())) {
      assertThat(layer.read()).isNotNegative();
    }
    assertThat(source.resolve(web, soon())).isEqualTo(IMAGE.digest());
    Eventually.holds(() -> registry.connections() == 1);
  }

  @Test
  void refusesWhatIsBeyondTheLimitsBeforeReadingIt() throws IOException {
    Bytes small = new Bytes(100);
    Limits limits =
        new Limits(small, small, small, small, 1, 1, 1, small, 10, Duration.ofSeconds(1));
    Manifest.OfImage manifest = (Manifest.OfImage) source.manifest(web, soon()).manifest();
    int before = registry.requests().size();
    try (RegistrySource strict =
        new RegistrySource(registry.settings(), Credentials.ANONYMOUS, limits)) {
      assertThatExceptionOfType(SourceException.TooLarge.class)
          .isThrownBy(() -> strict.layer(web, layer(1), soon()))
          .withMessageMatching("reading layer sha256:.{12} of .*: it is 29.*KiB long, more .*");
      assertThatExceptionOfType(SourceException.TooLarge.class)
          .isThrownBy(() -> strict.config(web, manifest.config(), soon()));
      assertThat(registry.requests()).hasSize(before);
      assertThatExceptionOfType(SourceException.TooLarge.class)
          .isThrownBy(() -> strict.manifest(web, soon()))
          .withMessage(
              "reading the manifest of " + web + ": it is longer than the 100 B that are read");
    }
  }

  private static Descriptor layer(int number) throws SourceException {
    Manifest.OfImage manifest =
        (Manifest.OfImage)
            dev.plimsoll.image.ManifestReader.read(
                IMAGE.manifest(), IMAGE.mediaType(), "reading", Limits.defaults());
    return manifest.layers().get(number - 1);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }
}
