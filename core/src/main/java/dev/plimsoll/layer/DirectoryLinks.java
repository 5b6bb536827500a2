package dev.plimsoll.layer;

import java.util.function.IntPredicate;

/// Follows symbolic links to directories in a tree, as the kernel does when it opens a path.
final class DirectoryLinks {
  /// As many as Linux follows before it gives up.
  private static final int MOST_LINKS = 40;

  /// Far more than any image has, and a second's work: forty links of two thousand steps each
  /// stand before every entry of a hostile one.
  private static final int MOST_STEPS = 20_000_000;

  private final LiveTree tree;
  private final Targets targets;
  private final IntPredicate inForce;
  private boolean making = true;
  private int linksLeft;
  private int stepsLeft = MOST_STEPS;

  /// Where the link of an entry leads, as it is written.
  interface Targets {
    byte[] of(int entry);
  }

  /// While paths are made, only links whose entry is `inForce` are followed.
  DirectoryLinks(LiveTree tree, Targets targets, IntPredicate inForce) {
    this.tree = tree;
    this.targets = targets;
    this.inForce = inForce;
  }

  /// From now on all links are followed; paths that are not there lead to [PathTable#NONE], and
  /// none is made.
  void onlyLook() {
    making = false;
    stepsLeft = MOST_STEPS;
  }

  /// Whether following links took so many steps that no more are followed.
  boolean isExhausted() {
    return stepsLeft <= 0;
  }

  /// The node of a name in a directory, links on the way to it followed, it itself not.
  int nodeOf(byte[] path) {
    linksLeft = MOST_LINKS;
    int end = path.length;
    while (end > 0 && path[end - 1] == '/') {
      end--;
    }
    int name = end;
    while (name > 0 && path[name - 1] != '/') {
      name--;
    }
    int directory = walk(PathTable.ROOT, path, 0, name);
    return directory == PathTable.NONE ? directory : step(directory, path, name, end, false);
  }

  /// The node that a directory of another table is in this tree; made where it is new.
  int directory(PathTable table, int node) {
    linksLeft = MOST_LINKS;
    return directoryLike(table, node);
  }

  /// Where the link at a node leads in the end; the node itself where it is none.
  int follow(int node) {
    linksLeft = MOST_LINKS;
    return followed(node);
  }

  private int directoryLike(PathTable table, int node) {
    if (node == PathTable.ROOT) {
      return node;
    }
    int above = directoryLike(table, table.parent(node));
    return followed(tree.paths.childLike(above, table, node));
  }

  private int followed(int node) {
    boolean link = tree.kind(node) == EntryKind.SYMLINK;
    if (!link || (making && !inForce.test(tree.entry(node))) || linksLeft-- <= 0) {
      return node;
    }
    byte[] target = targets.of(tree.entry(node));
    stepsLeft -= target.length / 2 + 1;
    if (isExhausted()) {
      return node;
    }
    boolean absolute = target.length > 0 && target[0] == '/';
    int from = absolute ? PathTable.ROOT : tree.paths.parent(node);
    return walk(from, target, 0, target.length);
  }

  private int walk(int directory, byte[] path, int from, int to) {
    int node = directory;
    int start = from;
    for (int i = from; i <= to && node != PathTable.NONE; i++) {
      if (i == to || path[i] == '/') {
        node = step(node, path, start, i, true);
        start = i + 1;
      }
    }
    return node;
  }

  private int step(int directory, byte[] path, int from, int to, boolean follow) {
    int length = to - from;
    if (length == 0 || (length == 1 && path[from] == '.')) {
      return directory;
    }
    if (length == 2 && path[from] == '.' && path[from + 1] == '.') {
      return tree.paths.parent(directory);
    }
    int node =
        making
            ? tree.paths.child(directory, path, from, to)
            : tree.paths.find(directory, path, from, to);
    return follow && node != PathTable.NONE ? followed(node) : node;
  }
}
