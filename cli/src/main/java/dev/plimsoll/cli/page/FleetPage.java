package dev.plimsoll.cli.page;

import dev.plimsoll.cli.fleet.ClusterFleet;
import dev.plimsoll.cli.fleet.FleetEntry;
import dev.plimsoll.cli.fleet.FleetWords;
import dev.plimsoll.cli.judging.Words;
import dev.plimsoll.cli.page.Maps.Owned;
import dev.plimsoll.fleet.Fleet;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The images that run in a cluster as a page: what they weigh together, a map of their layers,
/// each image on a line, and the sums by namespace and by base.
public final class FleetPage {
  private final ClusterFleet fleet;
  private final Html html = new Html();
  private final Maps maps = new Maps(Map.of());

  private FleetPage(ClusterFleet fleet) {
    this.fleet = fleet;
  }

  /// The whole page.
  public static String of(ClusterFleet fleet) {
    FleetPage page = new FleetPage(fleet);
    return new Frame(page.html, page.maps).around("Plimsoll: the fleet", page::body);
  }

  private void body() {
    html.tag("header").line().of("p", "Plimsoll", "class", "brand").line();
    html.of("h1", FleetWords.summary(fleet)).line();
    figures();
    html.of("p", FleetWords.pullTime(fleet), "class", "sum").line();
    html.tag("div", "class", "map", "data-map", maps.fleet(layers()));
    html.of("p", "The map of layers needs the page's script, which did not run.", "class", "off");
    html.end().line().end().line();
    html.tag("main", "id", "images").line();
    images();
    namespaces();
    bases();
    html.end().line();
    Frame.foot(html, sentences());
  }

  private void figures() {
    Fleet sum = fleet.sum();
    html.tag("ul", "class", "figures").line();
    figure(sum.layerBytes(), "different layers");
    figure(sum.sharedBytes(), "of it in shared layers");
    figure(sum.imageBytes(), "if nothing were shared");
    figure(sum.nodeBytes(), "on " + Words.counted(sum.nodes(), "node", "nodes"));
    figure(fleet.reclaimable().bytes(), "go by all fixes");
    html.end().line();
  }

  private void figure(Bytes bytes, String what) {
    html.tag("li").of("b", bytes.toString()).text(" ").of("span", what).end().line();
  }

  /// What an image is called on the map: without its registry, and with its digest where another
  /// one is called so too.
  private static Map<Digest, String> labels(List<FleetEntry> images) {
    Map<String, Integer> users = new HashMap<>();
    images.forEach(image -> users.merge(inRegistry(image), 1, Integer::sum));
    Map<Digest, String> labels = new HashMap<>();
    for (FleetEntry image : images) {
      String name = inRegistry(image);
      boolean alone = users.getOrDefault(name, 1) == 1;
      labels.put(image.digest(), alone ? name : name + " " + image.digest().abbreviated());
    }
    return labels;
  }

  private static String inRegistry(FleetEntry image) {
    return image.name().substring(image.name().indexOf('/') + 1);
  }

  private List<Owned> layers() {
    Map<Digest, Owned> layers = new LinkedHashMap<>();
    Map<Digest, String> labels = labels(fleet.images());
    for (FleetEntry image : fleet.images()) {
      int number = 1;
      for (var layer : image.layers()) {
        String label = "layer " + number++ + (layer.base() ? ", of the base" : "");
        layers
            .computeIfAbsent(
                layer.digest(), _ -> new Owned(label, layer.size(), new LinkedHashSet<>()))
            .owners()
            .add(Objects.requireNonNull(labels.get(image.digest())));
      }
    }
    return List.copyOf(layers.values());
  }

  private void images() {
    long largest = fleet.images().stream().mapToLong(i -> i.pull().count()).max().orElse(1);
    section("Images, largest first");
    table("image", "to pull", "on disk", "fixes save", "findings", "Pods", "base");
    for (FleetEntry image : fleet.images()) {
      html.tag("tr").tag("td").text(image.name());
      String digest = image.digest().toString();
      html.of("div", image.digest().abbreviated(), "class", "place", "title", digest).end();
      html.tag("td", "class", "size").text(image.pull().toString());
      html.tag("meter", "min", "0", "max", "" + largest, "value", "" + image.pull().count());
      html.end().end();
      size(image.disk() == null ? "not read" : Objects.toString(image.disk()));
      boolean wasteful = image.reclaimable().count() > 0;
      html.of(
          "td",
          wasteful ? image.reclaimable().toString() : "",
          "class",
          wasteful ? "size waste" : "size");
      size(Integer.toString(image.findings()));
      size(Integer.toString(image.pods()));
      html.of("td", image.base() == null ? "" : image.base()).end().line();
    }
    html.end().end().end().end().line();
  }

  private void namespaces() {
    if (fleet.sum().namespaces().isEmpty()) {
      return;
    }
    section("By namespace");
    table("namespace", "images", "to pull", "of it nowhere else");
    for (Fleet.OfNamespace one : fleet.sum().namespaces()) {
      html.tag("tr").of("td", one.name());
      size(Integer.toString(one.images()));
      size(one.bytes().toString());
      size(one.own().toString());
      html.end().line();
    }
    html.end().end().end().end().line();
  }

  private void bases() {
    if (fleet.sum().bases().isEmpty()) {
      return;
    }
    section("By base");
    table("base", "images", "builds", "to pull");
    for (Fleet.OfBase one : fleet.sum().bases()) {
      html.tag("tr").of("td", one.name());
      size(Integer.toString(one.images()));
      size(Integer.toString(one.variants()));
      size(one.bytes().toString());
      html.end().line();
    }
    html.end().end().end().line();
    FleetWords.consolidation(fleet).ifPresent(one -> html.of("p", one, "class", "sum").line());
    html.end().line();
  }

  private void section(String title) {
    html.tag("section", "class", "image").line().of("h2", title).line();
  }

  private void table(String... titles) {
    html.tag("div", "class", "wide").tag("table").tag("thead").tag("tr");
    List.of(titles).forEach(title -> html.of("th", title, "scope", "col"));
    html.end().end().line().tag("tbody").line();
  }

  private void size(String size) {
    html.of("td", size, "class", "size");
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    if (!fleet.unread().isEmpty()) {
      sentences.add("Note: " + FleetWords.unread(fleet));
    }
    FleetWords.unplaced(fleet).ifPresent(one -> sentences.add("Note: " + one));
    fleet.remarks().forEach(remark -> sentences.add("Note: " + remark));
    return sentences;
  }
}
