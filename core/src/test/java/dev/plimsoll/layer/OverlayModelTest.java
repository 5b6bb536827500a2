package dev.plimsoll.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers.Contents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Random layers over few paths, against the plainest model of what the specification says: a map
/// from path to what is there, searched from end to end for every entry. It knows no links; the
/// cases of [OverlayTest] do.
class OverlayModelTest {

  enum Kind {
    FILE,
    DIRECTORY,
    WHITEOUT,
    OPAQUE
  }

  record Step(Kind kind, String path) {}

  /// What is at a path: the entry's number, -1 for a directory.
  private final Map<String, Integer> tree = new TreeMap<>();

  private final Map<Integer, Integer> hiddenIn = new HashMap<>();

  @Property(tries = 1000)
  void agreesWithTheModel(@ForAll("images") List<List<Step>> layers) throws SourceException {
    tree.clear();
    hiddenIn.clear();
    List<Contents> contents = new ArrayList<>();
    int entry = 0;
    for (int layer = 1; layer <= layers.size(); layer++) {
      List<Step> steps = layers.get(layer - 1);
      contents.add(builder -> steps.forEach(step -> write(builder, step)));
      hide(steps, layer);
      for (Step step : steps) {
        put(step, entry++, layer);
      }
    }
    Overlay overlay = Layers.overlay(KeptFiles.NONE, contents);
    assertThat(visible(overlay)).isEqualTo(visibleInModel());
    for (int i = 0; i < overlay.entries(); i++) {
      if (overlay.isFile(i)) {
        assertThat(overlay.hiddenIn(i)).isEqualTo(hiddenIn.getOrDefault(i, 0));
      }
    }
  }

  @Provide
  Arbitrary<List<List<Step>>> images() {
    Arbitrary<String> paths =
        Arbitraries.of("a", "b").list().ofMinSize(1).ofMaxSize(4).map(p -> String.join("/", p));
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(5, Kind.FILE),
            Tuple.of(2, Kind.DIRECTORY),
            Tuple.of(2, Kind.WHITEOUT),
            Tuple.of(1, Kind.OPAQUE));
    return Combinators.combine(kinds, paths)
        .as(Step::new)
        .list()
        .ofMaxSize(8)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  private static void write(LayerBuilder layer, Step step) {
    switch (step.kind) {
      case FILE -> layer.file(step.path, "");
      case DIRECTORY -> layer.directory(step.path);
      case WHITEOUT -> layer.whiteout(step.path);
      case OPAQUE -> layer.opaque(step.path);
    }
  }

  private void hide(List<Step> steps, int layer) {
    for (Step step : steps) {
      if (step.kind == Kind.WHITEOUT) {
        removeBelow(step.path, layer);
        remove(step.path, layer);
        directoriesAbove(step.path, layer);
      } else if (step.kind == Kind.OPAQUE) {
        removeBelow(step.path, layer);
        directoriesAbove(step.path + "/", layer);
      }
    }
  }

  private void put(Step step, int entry, int layer) {
    if (step.kind == Kind.WHITEOUT || step.kind == Kind.OPAQUE) {
      return;
    }
    String path = step.path;
    directoriesAbove(path, layer);
    if (step.kind == Kind.DIRECTORY) {
      directory(path, layer);
    } else {
      removeBelow(path, layer);
      remove(path, layer);
      tree.put(path, entry);
    }
  }

  private void directoriesAbove(String path, int layer) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      directory(path.substring(0, slash), layer);
    }
  }

  private void directory(String path, int layer) {
    if (tree.getOrDefault(path, 0) != -1) {
      remove(path, layer);
      tree.put(path, -1);
    }
  }

  private void removeBelow(String path, int layer) {
    List.copyOf(tree.keySet()).stream()
        .filter(below -> below.startsWith(path + "/"))
        .forEach(below -> remove(below, layer));
  }

  private void remove(String path, int layer) {
    Integer entry = tree.remove(path);
    if (entry != null && entry >= 0) {
      hiddenIn.put(entry, layer);
    }
  }

  private Map<String, Integer> visibleInModel() {
    return tree.entrySet().stream()
        .filter(e -> e.getValue() >= 0)
        .collect(Collectors.toMap(e -> "/" + e.getKey(), Map.Entry::getValue));
  }

  private static Map<String, Integer> visible(Overlay overlay) {
    Map<String, Integer> visible = new TreeMap<>();
    for (int entry = 0; entry < overlay.entries(); entry++) {
      if (overlay.isFile(entry) && overlay.isVisible(entry)) {
        visible.put(overlay.path(overlay.node(entry)), entry);
      }
    }
    return visible;
  }
}
