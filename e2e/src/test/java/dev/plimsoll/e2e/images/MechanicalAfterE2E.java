package dev.plimsoll.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.prediction.Prediction;
import dev.plimsoll.prediction.Predictor;
import dev.plimsoll.prediction.RemovalSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The bytes that are said to go with packages, against the layers packed again without the files
/// that dpkg's own lists give to these packages.
///
/// Another compressor packs a few percent more or less, so the layers packed again as they are
/// count as the whole.
class MechanicalAfterE2E {
  private static final String LISTS = "/var/lib/dpkg/info/";

  @Test
  void packagesTakeUpWhatTheirFilesAddToTheLayers() throws IOException {
    try (CorpusReading corpus = new CorpusReading()) {
      Path blobs = ImageCorpus.find(System.err::println).layout().resolve("blobs");
      Facts facts = corpus.facts("apps/002:before");
      Prediction prediction = Predictor.of(facts).predict();
      Set<PackageName> removed = prediction.removedPackages();
      RemovalSet going =
          new RemovalSet(
              facts.files().orElseThrow().groups().stream()
                  .filter(group -> group.owner() != null && removed.contains(group.owner()))
                  .collect(Collectors.<FileGroup>toSet()));
      long said = facts.pullSize().count() - going.size().pull().count();
      Set<String> paths = new HashSet<>();
      for (Layer layer : facts.layers()) {
        addPaths(copy(blobs, layer), removed, paths);
      }
      double whole = packed(blobs, facts, _ -> false);
      double left = packed(blobs, facts, paths::contains);
      double actual = left / whole * facts.pullSize().count();
      Reports.write(
          "mechanical-after.md",
          String.format(
              Locale.ROOT,
              "apps/002:before without %d packages and their %d paths: said %d bytes, packed again"
                  + " %.0f (%.0f before scaling by %.4f): %+.2f %%%n",
              removed.size(),
              paths.size(),
              said,
              actual,
              left,
              facts.pullSize().count() / whole,
              100 * (said - actual) / actual));
      assertThat(removed).hasSizeGreaterThan(100);
      assertThat(said / actual).isCloseTo(1, within(0.02));
    }
  }

  private static double packed(Path blobs, Facts facts, Predicate<String> goes) throws IOException {
    double bytes = 0;
    for (Layer layer : facts.layers()) {
      bytes += copy(blobs, layer).packedWithout(goes);
    }
    return bytes;
  }

  private static LayerCopy copy(Path blobs, Layer layer) {
    return new LayerCopy(blobs.resolve(layer.digest().algorithm()).resolve(layer.digest().hex()));
  }

  /// Adds what the lists in a layer name as files of the packages; where the system's directories
  /// are merged, lists still have the old names.
  private static void addPaths(LayerCopy layer, Set<PackageName> packages, Set<String> paths)
      throws IOException {
    Map<String, String> lists = new HashMap<>();
    layer.forEach(path -> path.startsWith(LISTS) && path.endsWith(".list"), lists::put);
    lists.forEach(
        (path, list) -> {
          String name = path.substring(LISTS.length()).replaceFirst("(?::[a-z0-9-]+)?\\.list$", "");
          if (packages.stream().anyMatch(each -> each.name().equals(name))) {
            list.lines().forEach(file -> paths.add(merged(file)));
          }
        });
    // A directory is listed by each package that has something in it.
    paths.removeIf(path -> path.isEmpty() || path.equals("/."));
  }

  private static String merged(String path) {
    return path.matches("/(?:bin|sbin|lib|lib32|lib64|libx32)/.*") ? "/usr" + path : path;
  }
}
