package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.facts.KnownBases.Base;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageSource;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownBaseReaderTest {
  private static final Deadline DEADLINE = Deadline.in(Duration.ofSeconds(5));
  private static final Platform ARM = Platform.parse("linux/arm64/v8");

  private final Registry registry = new Registry();
  private final KnownBaseReader reader =
      new KnownBaseReader(registry, Set.of(Platform.LINUX_AMD64, Platform.parse("linux/arm64")));

  @Test
  void readsTheLayersOfAnImage() throws SourceException {
    registry.tags.put("docker.io/library/debian:12", digest(1));
    registry.image(digest(1), digest(11), digest(12));

    assertThat(reader.read("debian:12", DEADLINE))
        .containsExactly(new Base("debian:12", List.of(digest(11), digest(12))));
  }

  @Test
  void readsTheLayersOfEachPlatformThatIsJudged() throws SourceException {
    registry.tags.put("docker.io/library/debian:12", digest(1));
    registry.manifests.put(
        digest(1),
        new Manifest.OfIndex(
            List.of(
                entry(2, Platform.LINUX_AMD64),
                entry(3, ARM),
                entry(4, Platform.parse("linux/s390x")),
                entry(5, Platform.parse("unknown/unknown"))),
            Map.of()));
    registry.image(digest(2), digest(21));
    registry.image(digest(3), digest(31));

    assertThat(reader.read("debian:12", DEADLINE))
        .extracting(Base::diffIds)
        .containsExactly(List.of(digest(21)), List.of(digest(31)));
  }

  @Test
  void saysWhatCouldNotBeRead() {
    assertThatThrownBy(() -> reader.read("gone:1", DEADLINE))
        .isInstanceOf(SourceException.NotFound.class);
  }

  private static Descriptor entry(int number, Platform platform) {
    return new Descriptor("image", digest(number), new Bytes(1), platform, Map.of());
  }

  private static Digest digest(int number) {
    return new Digest("sha256", "%064x".formatted(number));
  }

  /// A registry of manifests and configs alone.
  private static final class Registry implements ImageSource {
    final Map<String, Digest> tags = new HashMap<>();
    final Map<Digest, Manifest> manifests = new HashMap<>();
    final Map<Digest, ImageConfig> configs = new HashMap<>();

    /// An image whose config has the manifest's own digest for a name.
    void image(Digest digest, Digest... diffIds) {
      Descriptor config = new Descriptor("config", digest, new Bytes(1), null, Map.of());
      manifests.put(digest, new Manifest.OfImage(config, List.of(), Map.of()));
      configs.put(
          digest,
          new ImageConfig(
              Platform.LINUX_AMD64,
              "",
              List.of(),
              List.of(),
              List.of(),
              Map.of(),
              List.of(diffIds),
              List.of()));
    }

    @Override
    public Digest resolve(Reference reference, Deadline deadline) throws SourceException {
      return found(tags.get(reference.toString()));
    }

    @Override
    public Manifest manifest(Reference repository, Digest digest, Deadline deadline)
        throws SourceException {
      return found(manifests.get(digest));
    }

    @Override
    public ImageConfig config(Reference repository, Descriptor config, Deadline deadline)
        throws SourceException {
      return found(configs.get(config.digest()));
    }

    @Override
    public InputStream layer(Reference repository, Descriptor layer, Deadline deadline) {
      throw new AssertionError("a base's layers are told by its config");
    }

    private static <T> T found(@Nullable T value) throws SourceException {
      if (value == null) {
        throw new SourceException.NotFound("there is no such thing");
      }
      return value;
    }
  }
}
