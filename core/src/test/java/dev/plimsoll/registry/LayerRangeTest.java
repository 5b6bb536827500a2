package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Parts of layers, from registries that give them and from those that do not.
class LayerRangeTest {
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.noise("app", 300_000)).build();
  private static final byte[] BYTES = IMAGE.layer(1);

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);
  private final Descriptor layer =
      new Descriptor(
          "application/vnd.oci.image.layer.v1.tar+gzip",
          IMAGE.layers().getFirst(),
          new Bytes(BYTES.length),
          null,
          Map.of());
  private final RegistrySource source =
      new RegistrySource(registry.settings(), Credentials.ANONYMOUS, Limits.defaults());

  @AfterEach
  void close() {
    source.close();
    registry.close();
  }

  @Test
  void readsExactlyThePartThatIsAskedFor() throws IOException {
    assertThat(part(1_000, 5_000)).isEqualTo(Arrays.copyOfRange(BYTES, 1_000, 6_000));
    assertThat(part(BYTES.length - 4L, 4))
        .isEqualTo(Arrays.copyOfRange(BYTES, BYTES.length - 4, BYTES.length));
    assertThat(part(0, BYTES.length)).isEqualTo(BYTES);
    assertThat(part(7, 0)).isEmpty();
    assertThat(registry.requests()).hasSize(3);
    assertThat(registry.requests().getFirst().header("Range")).contains("bytes=1000-5999");
    assertThat(registry.connections()).isEqualTo(1);
  }

  @Test
  void aPartReadByItsLengthLeavesTheConnectionToTheNext() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (InputStream part = source.range(web, layer, 0, 40_000, soon()).orElseThrow()) {
        assertThat(part.readNBytes(40_000)).hasSize(40_000);
      }
    }
    assertThat(registry.connections()).isEqualTo(1);
  }

  @Test
  void takesTheRangeAlongWhereTheRegistryRedirects() throws IOException {
    registry.on("GET", "/blobs/", Fault.redirect(registry.signedUrl(web, layer.digest())));
    assertThat(part(10, 20)).isEqualTo(Arrays.copyOfRange(BYTES, 10, 30));
  }

  @Test
  void isEmptyWhereTheRegistrySendsAllOfIt() throws Exception {
    registry.on(
        "GET",
        "/blobs/",
        (conversation, _) -> {
          conversation.head(200, Map.of("Content-Length", Integer.toString(BYTES.length)));
          conversation.write(BYTES);
          return true;
        });
    Optional<InputStream> none = source.range(web, layer, 10, 20, soon());
    assertThat(none).isEmpty();
    Eventually.holds(() -> registry.connections() <= 1);
  }

  @Test
  void anotherPartThanTheOneAskedForIsRefused() {
    for (String other :
        new String[] {"", "bytes 11-30/" + BYTES.length, "bytes 10-29/7", "bytes */7", "10-29"}) {
      registry.on("GET", "/blobs/", Fault.header("Content-Range", other)).once();
      assertThatExceptionOfType(SourceException.Malformed.class)
          .as(other)
          .isThrownBy(() -> part(10, 20))
          .withMessage(
              "reading a part of layer %s of %s: the registry sends another part than was asked for"
                  .formatted(layer.digest().abbreviated(), web));
    }
  }

  @Test
  void aPartThatIsTooShortIsNoPart() {
    registry.on("GET", "/blobs/", Fault.otherLength(-5, true));
    assertThatExceptionOfType(SourceException.DigestMismatch.class)
        .isThrownBy(() -> part(10, 20))
        .withMessageEndingWith("it ends after 15 of 20 bytes; push the image again");
  }

  @Test
  void aPartThatIsTooLongIsCutOff() throws IOException {
    registry.on("GET", "/blobs/", Fault.otherLength(5, true));
    assertThat(part(10, 20)).isEqualTo(Arrays.copyOfRange(BYTES, 10, 30));
  }

  @Test
  void aPartThatBreaksOffOrHangsSaysSoInTime() {
    registry.on("GET", "/blobs/", Fault.cut()).once();
    assertThatExceptionOfType(SourceException.Unavailable.class).isThrownBy(() -> part(0, 100_000));
    registry.on("GET", "/blobs/", Fault.hangInBody()).once();
    assertThatExceptionOfType(SourceException.Unavailable.class)
        .isThrownBy(() -> read(0, 100_000, Deadline.in(Duration.ofMillis(300))))
        .withMessageMatching(".* bytes within 0\\.[123] s; .*");
  }

  @Test
  void aPartBeyondTheLayerIsAFaultOfTheCaller() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> part(BYTES.length, 1));
  }

  private byte[] part(long from, long length) throws IOException {
    return read(from, length, soon());
  }

  private byte[] read(long from, long length, Deadline deadline) throws IOException {
    try (InputStream part = source.range(web, layer, from, length, deadline).orElseThrow()) {
      return part.readAllBytes();
    }
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }
}
