package dev.plimsoll.cli.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.tree.GroupTree;
import dev.plimsoll.cli.tree.PathTree;
import dev.plimsoll.cli.tree.PathTree.Node;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.Layer;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The maps of a page, as the JSON that its script draws: `{id: {rules, layers}}`, each layer
/// with a tree of `[name, disk, pull, wasted, files, rules, children]`.
final class Maps {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<Digest, PathTree> trees;
  private final ObjectNode maps = NODES.objectNode();
  private final IdentityHashMap<ImageVerdict, String> anchors = new IdentityHashMap<>();

  Maps(Map<Digest, PathTree> trees) {
    this.trees = trees;
  }

  /// Where on the page an image is.
  String anchor(ImageVerdict image) {
    return anchors.computeIfAbsent(image, _ -> "image-" + (anchors.size() + 1));
  }

  /// Whether the files of an image are drawn by their paths, and not only by package and kind.
  boolean hasPaths(Facts facts) {
    return trees.containsKey(facts.digest());
  }

  /// The map of one platform of an image, by its id; none where its files were not read.
  Optional<String> of(ImageVerdict image, Facts facts) {
    if (facts.files().isEmpty()) {
      return Optional.empty();
    }
    PathTree paths = trees.get(facts.digest());
    PathTree tree = paths == null ? GroupTree.of(facts) : paths;
    Marks marks = Marks.of(image, facts);
    String id = anchor(image) + "-" + maps.size();
    ObjectNode map = maps.putObject(id);
    map.put("title", Html.shown(image.image()));
    ArrayNode rules = map.putArray("rules");
    marks.rules().forEach(rules::add);
    ArrayNode layers = map.putArray("layers");
    for (PathTree.OfLayer layer : tree.layers()) {
      Layer known = facts.layer(layer.number());
      layers
          .addObject()
          .put("label", Html.shown(FleetSection.label(known)))
          .put("base", facts.base().originOf(layer.number()) == Origin.BASE)
          .set("tree", node(layer.root(), marks));
    }
    return Optional.of(id);
  }

  private static ArrayNode node(Node node, Marks marks) {
    ArrayNode rules = NODES.arrayNode();
    marks.at(node.path()).forEach(rules::add);
    ArrayNode children = NODES.arrayNode();
    node.children().forEach(child -> children.add(node(child, marks)));
    return node(node.name(), node.disk(), node.pull(), node.wasted(), node.files())
        .add(rules)
        .add(children);
  }

  private static ArrayNode node(String name, Bytes disk, Bytes pull, Bytes wasted, int files) {
    return NODES
        .arrayNode()
        .add(Html.shown(name))
        .add(disk.count())
        .add(pull.count())
        .add(wasted.count())
        .add(files);
  }

  /// The map of all images by what a pull of them costs: layers under their image, and those
  /// that several share under a heading of their own.
  String fleet(List<ImageVerdict> images) {
    Map<Digest, Owned> layers = new LinkedHashMap<>();
    for (ImageVerdict image : images) {
      image
          .facts()
          .flatMap(facts -> facts.layers().stream())
          .forEach(
              layer ->
                  layers
                      .computeIfAbsent(
                          layer.digest(),
                          _ ->
                              new Owned(
                                  FleetSection.label(layer),
                                  layer.pullSize(),
                                  new LinkedHashSet<>()))
                      .owners()
                      .add(image.image()));
    }
    return fleet(layers.values());
  }

  /// A layer, and the images that have it.
  record Owned(String label, Bytes pull, Set<String> owners) {
    /// Where it is drawn: under its image, without the beginning that all images have.
    private String group(int begin) {
      return owners.size() == 1
          ? owners.iterator().next().substring(begin)
          : "shared by " + owners.size() + " images";
    }
  }

  /// The same of layers whose images are known by name.
  String fleet(Collection<Owned> layers) {
    Map<String, List<Owned>> groups = new LinkedHashMap<>();
    int begin = begin(layers.stream().flatMap(layer -> layer.owners().stream()).toList());
    layers.forEach(
        layer -> groups.computeIfAbsent(layer.group(begin), _ -> new ArrayList<>()).add(layer));
    ObjectNode map = maps.putObject("fleet");
    map.put("title", "all images").put("fleet", true).putArray("rules");
    ArrayNode all = map.putArray("layers");
    groups.forEach((name, of) -> all.add(group(name, of)));
    return "fleet";
  }

  /// How long the beginning is that all names have, to its last slash.
  private static int begin(List<String> names) {
    String common = names.isEmpty() ? "" : names.getFirst();
    for (String name : names) {
      while (!name.startsWith(common)) {
        common = common.substring(0, common.length() - 1);
      }
    }
    return common.lastIndexOf('/') + 1;
  }

  private static ObjectNode group(String name, List<Owned> layers) {
    ArrayNode children = NODES.arrayNode();
    layers.stream()
        .sorted(Comparator.comparing(Owned::pull).reversed())
        .forEach(
            layer ->
                children.add(
                    node(layer.label(), layer.pull(), layer.pull(), Bytes.NONE, 0)
                        .add(NODES.arrayNode())
                        .add(NODES.arrayNode())));
    Bytes sum = layers.stream().map(Owned::pull).reduce(Bytes.NONE, Bytes::plus);
    ObjectNode group = NODES.objectNode();
    group.put("label", Html.shown(name)).put("base", name.startsWith("shared by "));
    group.set("tree", node("", sum, sum, Bytes.NONE, 0).add(NODES.arrayNode()).add(children));
    return group;
  }

  /// All maps, in a form in which nothing ends a script element.
  String json() {
    return maps.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
