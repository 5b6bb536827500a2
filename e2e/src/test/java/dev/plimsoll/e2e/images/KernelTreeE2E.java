package dev.plimsoll.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.layer.TreeEntry;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The merged tree is the one that overlayfs shows of the same layers, as containerd unpacks them:
/// path, type, size, mode, owner, target; and what of each layer is not seen in it is the waste.
/// Every image of the corpus, images of random layers, and the edge cases by hand.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelTreeE2E {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RANDOM_IMAGES = 100;

  /// An image of a layout, and where the oracle put its tree.
  record Case(String name, Path layout, String digest, Path trees) {
    Path tree(String kind) {
      return trees.resolve(digest.replace(':', '-') + kind);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final List<Case> cases = new ArrayList<>();
  private final Map<String, LayerContents> layers = new HashMap<>();

  @BeforeAll
  void askTheKernel(@TempDir Path directory) throws Exception {
    Oracles oracles = Oracles.build();
    addAll(oracles, ImageCorpus.find(System.err::println).layout());
    Path made = directory.resolve("made");
    edgeCases().forEach((name, image) -> image.build().writeTo(made, name));
    IntStream.range(0, RANDOM_IMAGES)
        .forEach(seed -> RandomImage.of(seed).writeTo(made, "random:" + seed));
    addAll(oracles, made);
  }

  Stream<Case> images() {
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("images")
  void seesWhatOverlayfsShows(Case image) throws Exception {
    List<String> tree = new ArrayList<>();
    overlay(image).walk(entry -> tree.add(line(entry)));
    tree.removeIf(line -> line.startsWith("/\t")); // the oracle leaves out the root

    assertThat(tree.stream().sorted())
        .containsExactlyElementsOf(
            Files.readAllLines(image.tree(".tree")).stream().sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("images")
  void countsAsWasteWhatOverlayfsDoesNotShow(Case image) throws Exception {
    Overlay overlay = overlay(image);
    List<String> expected = Files.readAllLines(image.tree(".waste"));
    long[] bytes = new long[expected.size()];
    long[] seen = new long[expected.size()];
    boolean[] inUse = inodesInUse(overlay);
    for (int entry = 0; entry < overlay.entries(); entry++) {
      if (overlay.isFile(entry)) {
        bytes[overlay.layerOf(entry) - 1] += overlay.size(entry);
        seen[overlay.layerOf(entry) - 1] += inUse[entry] ? overlay.size(entry) : 0;
      }
    }

    assertThat(IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] + "\t" + seen[i]))
        .containsExactlyElementsOf(expected);
  }

  private static boolean[] inodesInUse(Overlay overlay) {
    boolean[] inUse = new boolean[overlay.entries()];
    for (int entry = 0; entry < inUse.length; entry++) {
      if (overlay.isFile(entry) && overlay.isVisible(entry)) {
        inUse[overlay.inode(entry)] = true;
      }
    }
    return inUse;
  }

  private static Map<String, ImageBuilder> edgeCases() {
    return Map.of(
        "edge:link-of-a-lower-layer",
        ImageBuilder.image()
            .layer("1", l -> l.file("usr/lib/x", "1").symlink("lib", "usr/lib"))
            .layer("2", l -> l.file("lib/y", "22")),
        "edge:link-of-the-same-layer",
        ImageBuilder.image()
            .layer("1", l -> l.directory("usr").mode(0711).file("usr/lib/x", "1"))
            .layer("2", l -> l.symlink("lib", "usr/lib").file("lib/y", "22")),
        "edge:absolute-link-of-the-same-layer",
        ImageBuilder.image().layer("1", l -> l.symlink("lib", "/usr/lib").file("lib/y", "22")),
        "edge:path-named-twice",
        ImageBuilder.image().layer("1", l -> l.file("x", "1").file("./x", "22")),
        "edge:hard-links",
        ImageBuilder.image()
            .layer("1", l -> l.file("a", "123").mode(04755).hardLink("b", "a").hardLink("c", "/b"))
            .layer("2", l -> l.whiteout("a")),
        "edge:long-names",
        ImageBuilder.image()
            .layer("1", l -> l.file("d/" + "n".repeat(200), "1").symlink("s", "t".repeat(300))),
        "edge:file-and-directory-change-places",
        ImageBuilder.image()
            .layer("1", l -> l.file("a", "1").file("b/c", "2").symlink("d", "a"))
            .layer(
                "2",
                l -> l.directory("a").file("a/x", "3").file("b", "4").directory("d").mode(0700)),
        "edge:attributes-of-a-directory",
        ImageBuilder.image()
            .layer("1", l -> l.directory("a").mode(01777).owner(5, 6).file("a/x", "1"))
            .layer("2", l -> l.file("a/y", "2"))
            .layer("3", l -> l.directory("a").mode(0750).owner(7, 8)),
        "edge:opaque-and-refilled",
        ImageBuilder.image()
            .layer("1", l -> l.file("a/x", "1").file("a/b/y", "2"))
            .layer("2", l -> l.directory("a").opaque("a").file("a/b/z", "3")),
        "edge:names-beyond-ascii",
        ImageBuilder.image().layer("1", l -> l.file("ünïcode", "2")));
  }

  private void addAll(Oracles oracles, Path layout) throws Exception {
    Path trees = oracles.trees(layout);
    for (JsonNode image : JSON.readTree(layout.resolve("index.json").toFile()).path("manifests")) {
      cases.add(
          new Case(
              image.at("/annotations/org.opencontainers.image.ref.name").asText(),
              layout,
              image.path("digest").asText(),
              trees));
    }
  }

  private Overlay overlay(Case image) throws Exception {
    JsonNode manifest = JSON.readTree(blob(image, image.digest()).toFile());
    List<LayerContents> contents = new ArrayList<>();
    for (JsonNode layer : manifest.path("layers")) {
      contents.add(layer(image, layer.path("digest").asText()));
    }
    return Overlay.of(contents, Limits.defaults(), soon());
  }

  private LayerContents layer(Case image, String digest) throws Exception {
    LayerContents known = layers.get(digest);
    if (known == null) {
      try (InputStream stored = Files.newInputStream(blob(image, digest))) {
        known = new LayerReader(Limits.defaults(), KeptFiles.NONE).read(stored, digest, soon());
      }
      layers.put(digest, known);
    }
    return known;
  }

  private static Path blob(Case image, String digest) {
    return image.layout().resolve("blobs").resolve(digest.replace(':', '/'));
  }

  /// As the oracle writes it.
  private static String line(TreeEntry entry) {
    String kind =
        switch (entry.type()) {
          case FILE -> "f";
          case DIRECTORY -> "d";
          case SYMLINK -> "l";
          case CHARACTER_DEVICE -> "c";
          case BLOCK_DEVICE -> "b";
          case PIPE -> "p";
        };
    long size = entry.type() == TreeEntry.Type.FILE ? entry.size() : 0;
    String target = entry.target() == null ? "" : entry.target();
    return String.join(
        "\t",
        entry.path(),
        kind,
        Long.toString(size),
        Integer.toOctalString(entry.mode()),
        Long.toString(entry.uid()),
        Long.toString(entry.gid()),
        target);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofMinutes(2));
  }
}
