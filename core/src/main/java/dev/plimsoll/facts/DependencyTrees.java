package dev.plimsoll.facts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.facts.DependencyTree.Kind;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.layer.Overlay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds up, layer by layer, what lies in directories of dependencies.
final class DependencyTrees {
  /// Applications have a handful; a monorepo one for each of its parts.
  private static final int MOST = 1_000;

  private static final String[] VENDORED = {"/autoload.php", "/modules.txt", "/bundle"};

  private final Overlay overlay;
  private final Map<Integer, Tree> trees = new HashMap<>();
  private final Map<Place, Tally> tallies = new HashMap<>();
  private int left;

  /// The tree that a directory lies in; [#OUTSIDE] for one that lies in none.
  private record Tree(int root, Kind kind) {}

  private static final Tree OUTSIDE = new Tree(-1, Kind.VENDOR);

  private record Place(Tree tree, int layer) {}

  private static final class Tally {
    private int files;
    private long disk;
    private long pull;
  }

  private DependencyTrees(Overlay overlay) {
    this.overlay = overlay;
  }

  static DependencyTrees in(Overlay overlay) {
    DependencyTrees found = new DependencyTrees(overlay);
    for (int entry = 0; entry < overlay.entries(); entry++) {
      if (overlay.isFile(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  private void add(int entry) {
    Tree tree = treeOf(overlay.parent(overlay.node(entry)));
    if (tree.equals(OUTSIDE)) {
      return;
    }
    Place place = new Place(tree, overlay.layerOf(entry));
    Tally tally = tallies.get(place);
    if (tally == null) {
      if (tallies.size() == MOST) {
        left++;
        return;
      }
      tally = new Tally();
      tallies.put(place, tally);
    }
    tally.files++;
    tally.disk += overlay.size(entry);
    tally.pull += overlay.pull(entry);
  }

  /// Each directory is looked at once, those above it first.
  private Tree treeOf(int directory) {
    List<Integer> unknown = new ArrayList<>();
    int node = directory;
    Tree tree = trees.get(node);
    while (tree == null) {
      unknown.add(node);
      int above = overlay.parent(node);
      tree = above == node ? OUTSIDE : trees.get(above);
      node = above;
    }
    for (int each : unknown.reversed()) {
      Kind kind = tree.equals(OUTSIDE) ? kindOf(overlay.path(each)) : null;
      tree = kind == null ? tree : new Tree(each, kind);
      trees.put(each, tree);
    }
    return tree;
  }

  private @Nullable Kind kindOf(String path) {
    if (path.endsWith("/node_modules")) {
      return Kind.NODE_MODULES;
    }
    if (path.endsWith("/site-packages") || path.endsWith("/dist-packages")) {
      return Kind.SITE_PACKAGES;
    }
    if (path.endsWith("/vendor")) {
      for (String mark : VENDORED) {
        if (holds(path + mark)) {
          return Kind.VENDOR;
        }
      }
    }
    return holds(path + "/pyvenv.cfg") ? Kind.VIRTUAL_ENVIRONMENT : null;
  }

  /// Whether any layer has something at this path.
  private boolean holds(String path) {
    return overlay.locate(path.getBytes(UTF_8)) >= 0;
  }

  List<DependencyTree> all() {
    List<DependencyTree> all = new ArrayList<>();
    tallies.forEach(
        (place, tally) ->
            all.add(
                new DependencyTree(
                    place.layer,
                    place.tree.kind,
                    overlay.path(place.tree.root),
                    tally.files,
                    new Bytes(tally.disk),
                    new Bytes(tally.pull))));
    all.sort(Comparator.comparingInt(DependencyTree::layer).thenComparing(DependencyTree::root));
    return all;
  }

  List<String> remarks() {
    return left == 0
        ? List.of()
        : List.of(
            "%d files lie in more directories of dependencies than the %d that are added up"
                .formatted(left, MOST));
  }
}
