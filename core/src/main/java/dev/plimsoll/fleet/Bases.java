package dev.plimsoll.fleet;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.plimsoll.fleet.Fleet.Consolidation;
import dev.plimsoll.fleet.Fleet.OfBase;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bases that images stand on, by their layers: two builds of one name are two variants.
///
/// A base that nobody names is called after its uppermost layer. Images of which no layer is
/// known to be a base's are left out.
final class Bases {
  private final Map<List<Digest>, Variant> variants = new LinkedHashMap<>();

  /// The layers of a base, and how many images stand on them.
  private static final class Variant {
    private final String name;
    private final List<FleetLayer> layers;
    private int images;

    Variant(String name, List<FleetLayer> layers) {
      this.name = name;
      this.layers = layers;
    }

    int images() {
      return images;
    }

    Bytes size() {
      return Layers.of(layers).size();
    }
  }

  static Bases of(Collection<FleetImage> images) {
    Bases bases = new Bases();
    for (FleetImage image : images) {
      List<FleetLayer> layers = image.ofBase();
      if (!layers.isEmpty()) {
        List<Digest> chain = layers.stream().map(FleetLayer::digest).toList();
        bases.variants.computeIfAbsent(chain, _ -> new Variant(name(image), layers)).images++;
      }
    }
    return bases;
  }

  private static String name(FleetImage image) {
    return image.base() == null
        ? "unnamed, up to " + image.ofBase().getLast().digest().abbreviated()
        : image.base();
  }

  List<OfBase> heaviestFirst() {
    Map<String, List<Variant>> byName = new LinkedHashMap<>();
    variants
        .values()
        .forEach(
            variant -> byName.computeIfAbsent(variant.name, _ -> new ArrayList<>()).add(variant));
    List<OfBase> found = new ArrayList<>();
    byName.forEach(
        (name, its) -> {
          Layers layers = new Layers();
          its.forEach(variant -> layers.add(variant.layers));
          int images = its.stream().mapToInt(Variant::images).sum();
          found.add(new OfBase(name, images, its.size(), layers.size()));
        });
    found.sort(comparing(OfBase::bytes).reversed().thenComparing(OfBase::name));
    return found;
  }

  /// Onto the base that most images stand on already; of several, the lightest.
  @Nullable Consolidation consolidation() {
    if (variants.size() < 2) {
      return null;
    }
    Comparator<Variant> mostUsed = comparingInt(Variant::images);
    Variant chosen =
        variants.values().stream()
            .max(mostUsed.thenComparing(comparing(Variant::size).reversed()))
            .orElseThrow();
    Layers all = new Layers();
    variants.values().forEach(variant -> all.add(variant.layers));
    int others = variants.values().stream().mapToInt(Variant::images).sum() - chosen.images;
    return new Consolidation(chosen.name, others, all.size().minus(chosen.size()));
  }
}
