package dev.plimsoll.facts;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.cache.CacheDirectory;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Facts that come out of a directory are those that went in.
@Timeout(value = 2, unit = MINUTES)
class FactsShelfTest {
  private static final Reference NAME = Reference.parse("registry.example.com/shop/cart:1");
  private static final int IMAGES = 60;

  @TempDir Path parent;
  private final List<TestImage> images =
      LongStream.range(0, IMAGES).mapToObj(SomeImages::image).toList();
  private List<Facts> expected;

  @BeforeEach
  void readWithoutADirectory() throws IOException {
    expected = inspect(images, sourceOf(images), false);
    assertThat(expected).hasSize(IMAGES).allMatch(facts -> facts.depth() == Depth.FILES);
  }

  @Test
  void givesTheSameFactsAfterARestartWithoutReadingAnything() throws IOException {
    assertThat(inspect(images, sourceOf(images), true)).isEqualTo(expected);
    TestSource untouched = sourceOf(images);
    assertThat(inspect(images, untouched, true)).isEqualTo(expected);
    for (TestImage image : images) {
      assertThat(reads(untouched, image)).isZero();
    }
  }

  @Test
  void makesTheSameFactsOfKeptLayers() throws IOException {
    inspect(images, sourceOf(images), true);
    remove(path -> !path.startsWith("layer-"));
    TestSource source = sourceOf(images);
    assertThat(inspect(images, source, true)).isEqualTo(expected);
    for (TestImage image : images) {
      assertThat(image.layers()).allSatisfy(layer -> assertThat(source.reads(layer)).isZero());
      assertThat(source.reads(image.config())).isEqualTo(1);
    }
  }

  @Test
  void readsAnewWhatIsDamaged() throws IOException {
    inspect(images, sourceOf(images), true);
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    TestSource source = sourceOf(images);
    assertThat(inspect(images, source, true)).isEqualTo(expected);
    assertThat(reads(source, images.getFirst())).isPositive();
    TestSource healed = sourceOf(images);
    assertThat(inspect(images, healed, true)).isEqualTo(expected);
    assertThat(reads(healed, images.getFirst())).isZero();
  }

  @Test
  void keepsNoFailure() throws IOException {
    TestImage image = images.getFirst();
    TestImage broken =
        ImageBuilder.image()
            .layer("RUN x", layer -> layer.file("x", "y"))
            .forgeDiffId(1, image.config())
            .build();
    inspect(List.of(broken), sourceOf(List.of(broken)), true);
    assertThat(files()).noneMatch(file -> String.valueOf(file.getParent()).contains("files-"));
  }

  /// All images by digest, as deep as they go.
  private List<Facts> inspect(List<TestImage> wanted, TestSource source, boolean kept)
      throws IOException {
    ImageInspector.Resources resources =
        new ImageInspector.Resources(2, Bytes.ofMebi(8), Bytes.ofMebi(8));
    if (kept) {
      resources = resources.with(CacheDirectory.open(parent, Bytes.ofMebi(64)));
    }
    try (ImageInspector inspector = new ImageInspector(source, Limits.defaults(), resources)) {
      return wanted.stream()
          .map(
              image ->
                  inspector.inspect(
                      new InspectionRequest(
                          NAME.at(image.digest()),
                          List.of(),
                          Depth.FILES,
                          Duration.ofHours(1),
                          Deadline.in(Duration.ofMinutes(1)))))
          .map(found -> ((Inspected) found.getFirst()).facts())
          .toList();
    }
  }

  private static TestSource sourceOf(List<TestImage> images) {
    TestSource source = new TestSource();
    images.forEach(image -> source.add(NAME.at(image.digest()).toString(), image));
    return source;
  }

  private static int reads(TestSource source, TestImage image) {
    return source.reads(image.digest())
        + source.reads(image.config())
        + image.layers().stream().mapToInt(source::reads).sum();
  }

  private void remove(Predicate<String> home) throws IOException {
    for (Path file : files()) {
      if (home.test(String.valueOf(file.getParent().getFileName()))) {
        Files.delete(file);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.walk(parent)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }
}
