package dev.plimsoll.cli.page;

import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.LayerFigures;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All images of the page side by side: what they weigh together, and each on a line.
record FleetSection(List<ImageVerdict> images, Maps maps, Html html) {
  void write() {
    Map<Digest, Bytes> layers = new LinkedHashMap<>();
    images.stream()
        .flatMap(ImageVerdict::facts)
        .flatMap(facts -> facts.layers().stream())
        .forEach(layer -> layers.put(layer.digest(), layer.pullSize()));
    Bytes unique = layers.values().stream().reduce(Bytes.NONE, Bytes::plus);
    html.of(
            "p",
            "Together "
                + unique
                + " to pull in "
                + Words.counted(layers.size(), "different layer", "different layers")
                + ". Layers that several images share count once.",
            "class",
            "sum")
        .line();
    html.tag("div", "class", "map", "data-map", maps.fleet(images)).end().line();
    html.tag("div", "class", "wide").tag("table").tag("thead").tag("tr");
    List.of("image", "", "to pull", "on disk", "wasted", "fixes save", "base")
        .forEach(title -> html.of("th", title, "scope", "col"));
    html.end().end().line().tag("tbody").line();
    images.stream().sorted(Comparator.comparing(FleetSection::pull).reversed()).forEach(this::row);
    html.end().end().end().line();
  }

  static Bytes pull(ImageVerdict image) {
    return image.facts().map(Facts::pullSize).max(Comparator.naturalOrder()).orElse(Bytes.NONE);
  }

  private void row(ImageVerdict image) {
    Facts facts = image.facts().max(Comparator.comparing(Facts::pullSize)).orElse(null);
    String verdict = Words.verdict(image.verdict());
    html.tag("tr").tag("td").of("a", image.image(), "href", "#" + maps.anchor(image)).end();
    html.tag("td").of("span", verdict, "class", "verdict " + verdict.toLowerCase(Locale.ROOT));
    html.end();
    size(facts == null ? "not read" : facts.pullSize().toString());
    size(facts == null ? "" : facts.files().map(f -> f.diskSize().toString()).orElse(""));
    size(facts == null ? "" : LayerFigures.wasteOf(facts).map(Bytes::toString).orElse(""));
    Bytes saved = image.saving();
    size(saved.count() == 0 ? "" : saved.toString());
    String base = facts == null ? null : facts.base().name();
    html.of("td", base == null ? "" : base);
    html.end().line();
  }

  private void size(String size) {
    html.of("td", size, "class", "size");
  }

  /// What names a layer.
  static String label(Layer layer) {
    return "layer "
        + layer.number()
        + (layer.instruction() == null ? "" : ": " + layer.instruction().abbreviated(90));
  }
}
