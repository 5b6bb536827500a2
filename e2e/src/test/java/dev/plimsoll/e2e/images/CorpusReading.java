package dev.plimsoll.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.bench.LayoutImages;
import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FilesOfImage;
import dev.plimsoll.facts.ImageInspector;
import dev.plimsoll.facts.Inspection;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.InspectionRequest;
import dev.plimsoll.facts.KnownBases;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Platform;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The real images, read from the layout they are built into, with their bases known.
final class CorpusReading implements AutoCloseable {
  private static final String NAME = "org.opencontainers.image.ref.name";
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

  private final Map<String, Digest> images = new TreeMap<>();
  private final Map<String, Facts> read = new ConcurrentHashMap<>();
  private final Map<String, FilesOfImage> files = new ConcurrentHashMap<>();
  private final Path layout;
  private final ImageInspector inspector;

  CorpusReading() throws IOException {
    ImageCorpus corpus = ImageCorpus.find(System.err::println);
    layout = corpus.layout();
    JsonNode index = new ObjectMapper().readTree(corpus.layout().resolve("index.json").toFile());
    for (JsonNode manifest : index.path("manifests")) {
      images.put(
          manifest.path("annotations").path(NAME).asText(),
          Digest.parse(manifest.path("digest").asText()));
    }
    inspector = new ImageInspector(new LayoutImages(corpus.layout()), Limits.defaults());
    inspector.setKnownBases(
        new KnownBases(
            images.keySet().stream()
                .filter(name -> name.startsWith("base/"))
                .map(name -> new KnownBases.Base(name, read(name, Depth.CONFIG).config().diffIds()))
                .toList()));
  }

  List<String> images() {
    return List.copyOf(images.keySet());
  }

  /// What is true of an image, its files included.
  Facts facts(String image) {
    return read.computeIfAbsent(image, name -> read(name, Depth.FILES));
  }

  /// The files of an image by path; its layers are read for that once more.
  FilesOfImage files(String image) throws IOException {
    FilesOfImage known = files.get(image);
    if (known == null) {
      known = FilesOfImage.of(facts(image), layout);
      files.put(image, known);
    }
    return known;
  }

  static Reference reference(String image) {
    return Reference.parse("registry.example.com/" + image);
  }

  private Facts read(String image, Depth depth) {
    InspectionRequest request =
        new InspectionRequest(
            reference(image).at(images.get(image)),
            List.of(Platform.LINUX_AMD64),
            depth,
            LONG_ENOUGH,
            Deadline.in(LONG_ENOUGH));
    Inspection inspection = inspector.inspect(request).getFirst();
    if (inspection instanceof Inspected(Facts facts, var shortfall) && shortfall == null) {
      return facts;
    }
    throw new AssertionError(image + ": " + inspection);
  }

  @Override
  public void close() {
    inspector.close();
  }
}
