package dev.plimsoll.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.ResolvedManifest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.registry.RegistrySource;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every image of the corpus as crane reads it from the same registry: digests, config, layers;
/// and an index whose arm64 image differs in content.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CraneE2E {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Platform ARM64 = Platform.parse("linux/arm64");

  @TempDir private Path directory;
  private Oracles oracles;
  private ImageCorpus corpus;
  private RegistryServer registry;
  private RegistrySource source;

  @BeforeAll
  void serveTheCorpus() {
    oracles = Oracles.build();
    corpus = ImageCorpus.find(System.err::println);
    registry =
        corpus.serve(dev.plimsoll.e2e.parts.RegistrySettings.defaults(), System.err::println);
    source = source(registry);
  }

  @AfterAll
  void close() {
    source.close();
    registry.close();
  }

  Stream<String> images() throws Exception {
    JsonNode index = JSON.readTree(corpus.layout().resolve("index.json").toFile());
    return StreamSupport.stream(index.path("manifests").spliterator(), false)
        .map(image -> image.at("/annotations/org.opencontainers.image.ref.name").asText())
        .map(name -> registry.host() + "/" + name);
  }

  @ParameterizedTest
  @MethodSource("images")
  void readsWhatCraneReads(String image) throws Exception {
    Reference reference = Reference.parse(image);
    ResolvedManifest resolved = source.manifest(reference, soon());

    assertThat(source.resolve(reference, soon()))
        .hasToString(oracles.crane("digest", image).strip());
    assertThat(resolved.digest()).hasToString(oracles.crane("digest", image).strip());
    Manifest.OfImage manifest = (Manifest.OfImage) resolved.manifest();
    JsonNode expected = JSON.readTree(oracles.crane("manifest", image));
    assertThat(manifest.layers().stream().map(l -> l.digest() + " " + l.size().count()))
        .containsExactlyElementsOf(
            texts(expected.path("layers"), l -> l.path("digest").asText() + " " + l.path("size")));
    assertSameConfig(source.config(reference, manifest.config(), soon()), image);
  }

  @ParameterizedTest
  @MethodSource("images")
  void readsEveryLayerToItsEnd(String image) throws Exception {
    Reference reference = Reference.parse(image);
    Manifest.OfImage manifest = (Manifest.OfImage) source.manifest(reference, soon()).manifest();

    for (var layer : manifest.layers()) {
      // The stream itself fails where the digest is not the descriptor's; crane names the digest.
      try (InputStream bytes = source.layer(reference, layer, soon())) {
        assertThat(bytes.transferTo(OutputStream.nullOutputStream()))
            .isEqualTo(layer.size().count());
      }
    }
  }

  @Test
  void readsEachPlatformOfAnIndexAsCraneDoes() throws Exception {
    try (RegistryServer writable =
            RegistryServer.start(dev.plimsoll.e2e.parts.RegistrySettings.defaults());
        RegistrySource there = source(writable);
        ImageInspector inspector = new ImageInspector(there, Limits.defaults())) {
      String index = pushIndex(writable);
      List<Inspection> inspections =
          inspector.inspect(
              new InspectionRequest(
                  Reference.parse(index),
                  List.of(Platform.LINUX_AMD64, ARM64),
                  Depth.FILES,
                  Duration.ZERO,
                  soon()));

      assertThat(inspections).hasSize(2);
      for (Inspection inspection : inspections) {
        Facts facts = ((Inspected) inspection).facts();
        String platform = facts.platform().toString();
        assertThat(facts.digest())
            .hasToString(oracles.crane("digest", "--platform", platform, index).strip());
        JsonNode manifest = JSON.readTree(oracles.crane("manifest", "--platform", platform, index));
        assertThat(facts.layers().stream().map(l -> l.digest().toString()))
            .containsExactlyElementsOf(
                texts(manifest.path("layers"), l -> l.path("digest").asText()));
        assertThat(facts.files()).isPresent();
      }
      assertThat(inspections.stream().map(i -> ((Inspected) i).facts().layers().size()).distinct())
          .as("the arm64 image differs in content")
          .hasSize(2);
    }
  }

  /// The smallest image of the corpus for amd64, and for arm64 with one layer more.
  private String pushIndex(RegistryServer to) throws Exception {
    String image = images().min(java.util.Comparator.comparing(this::pullSize)).orElseThrow();
    Path layer = directory.resolve("layer.tar");
    Files.write(layer, LayerBuilder.layer().file("app/arm64", "other content").tar());
    String amd64 = to.host() + "/multi:amd64";
    String arm64 = to.host() + "/multi:arm64";
    String index = to.host() + "/multi:1";
    oracles.crane("copy", image, amd64);
    oracles.crane(
        "mutate", amd64, "--set-platform=linux/arm64", "--append=" + layer, "--tag=" + arm64);
    oracles.crane("index", "append", "-t", index, "-m", amd64, "-m", arm64);
    return index;
  }

  private long pullSize(String image) {
    try {
      return ((Manifest.OfImage) source.manifest(Reference.parse(image), soon()).manifest())
          .pullSize()
          .count();
    } catch (dev.plimsoll.image.SourceException e) {
      throw new AssertionError(e);
    }
  }

  private void assertSameConfig(ImageConfig config, String image) throws Exception {
    JsonNode expected = JSON.readTree(oracles.crane("config", image));
    JsonNode run = expected.path("config");
    assertThat(config.platform().os()).isEqualTo(expected.path("os").asText());
    assertThat(config.platform().architecture()).isEqualTo(expected.path("architecture").asText());
    assertThat(config.user()).isEqualTo(run.path("User").asText());
    assertThat(config.entrypoint()).isEqualTo(texts(run.path("Entrypoint"), JsonNode::asText));
    assertThat(config.command()).isEqualTo(texts(run.path("Cmd"), JsonNode::asText));
    assertThat(config.environment()).isEqualTo(texts(run.path("Env"), JsonNode::asText));
    assertThat(config.diffIds().stream().map(Object::toString))
        .containsExactlyElementsOf(texts(expected.at("/rootfs/diff_ids"), JsonNode::asText));
    assertThat(config.history().stream().map(e -> e.emptyLayer() + " " + e.createdBy()))
        .containsExactlyElementsOf(
            texts(
                expected.path("history"),
                e -> e.path("empty_layer").asBoolean() + " " + e.path("created_by").asText()));
  }

  private static RegistrySource source(RegistryServer registry) {
    return new RegistrySource(
        RegistrySettings.none().with(registry.host(), RegistrySettings.Host.OVER_PLAIN_HTTP),
        Credentials.ANONYMOUS,
        Limits.defaults());
  }

  private static List<String> texts(
      JsonNode list, java.util.function.Function<JsonNode, String> text) {
    return StreamSupport.stream(list.spliterator(), false).map(text).toList();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(1));
  }
}
