package dev.plimsoll.cli.tree;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.plimsoll.cli.tree.PathTree.Node;
import dev.plimsoll.cli.tree.PathTree.OfLayer;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.image.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// What lies in each layer of an image whose paths nobody kept: by the package that owns the
/// files, or by what they are for.
public final class GroupTree {
  private GroupTree() {}

  /// The tree of an image whose files were read; none of any layer where they were not.
  public static PathTree of(Facts facts) {
    List<FileGroup> groups = facts.files().map(files -> files.groups()).orElse(List.of());
    List<OfLayer> layers = new ArrayList<>();
    facts
        .layers()
        .forEach(
            layer ->
                layers.add(
                    new OfLayer(
                        layer.number(),
                        layer(groups.stream().filter(g -> g.layer() == layer.number()).toList()))));
    return new PathTree(layers);
  }

  private static Node layer(List<FileGroup> groups) {
    List<Node> children = new ArrayList<>();
    groups.stream()
        .collect(groupingBy(GroupTree::nameOf, TreeMap::new, toList()))
        .forEach((name, its) -> children.add(node(name, its, parts(its))));
    children.sort(Comparator.comparing(Node::disk).reversed());
    return node("", groups, children);
  }

  /// The groups of one package or kind, where there are several.
  private static List<Node> parts(List<FileGroup> groups) {
    return groups.size() == 1
        ? List.of()
        : groups.stream()
            .sorted(Comparator.comparing(FileGroup::disk).reversed())
            .map(group -> node(group.fileClass().plural(), List.of(group), List.of()))
            .toList();
  }

  /// At the path of its largest file, by which violations name it.
  private static Node node(String name, List<FileGroup> groups, List<Node> children) {
    String path =
        groups.size() == 1
            ? groups.getFirst().largest().stream().findFirst().map(l -> l.path()).orElse("")
            : "";
    return new Node(
        name,
        path,
        sum(groups.stream().map(FileGroup::disk).toList()),
        sum(groups.stream().map(FileGroup::pull).toList()),
        sum(groups.stream().filter(g -> !g.present()).map(FileGroup::disk).toList()),
        groups.stream().mapToInt(FileGroup::files).sum(),
        children);
  }

  private static String nameOf(FileGroup group) {
    return group.owner() == null
        ? group.fileClass().plural() + " of no package"
        : "package " + group.owner();
  }

  private static Bytes sum(List<Bytes> sizes) {
    return sizes.stream().reduce(Bytes.NONE, Bytes::plus);
  }
}
