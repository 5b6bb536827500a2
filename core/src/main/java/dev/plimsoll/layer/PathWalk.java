package dev.plimsoll.layer;

import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.unpack.StoredBytes;

/// Turns the paths of tar entries into nodes: `./` and a leading `/` fall away, `..` goes up but
/// never above the root.
final class PathWalk {
  /// Deeper than any file system needs; keeps the work per entry small.
  private static final int DEEPEST = 256;

  private final PathTable paths;
  private final Limits limits;
  private final StoredBytes faults;
  private boolean climbed;

  PathWalk(PathTable paths, Limits limits, StoredBytes faults) {
    this.paths = paths;
    this.limits = limits;
    this.faults = faults;
  }

  /// Whether a path tried to leave the root.
  boolean hasClimbed() {
    return climbed;
  }

  int nodeOf(byte[] path, int from, int to) throws SourceException {
    if (to - from > limits.pathLength()) {
      throw faults.tooLarge(
          "holds a path longer than the " + limits.pathLength() + " bytes there may be");
    }
    int node = PathTable.ROOT;
    int depth = 0;
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || path[i] == '/') {
        node = step(node, path, start, i);
        depth += i > start ? 1 : 0;
        start = i + 1;
      }
    }
    if (depth > DEEPEST) {
      throw faults.tooLarge("holds a path of more than " + DEEPEST + " directories");
    }
    if (!EntryTable.hasRoomFor(paths, limits)) {
      throw faults.tooLarge(
          "holds more names than the " + limits.entries() + " entries read at most can have");
    }
    return node;
  }

  private int step(int node, byte[] path, int from, int to) {
    int length = to - from;
    if (length == 0 || (length == 1 && path[from] == '.')) {
      return node;
    }
    if (length == 2 && path[from] == '.' && path[from + 1] == '.') {
      climbed |= node == PathTable.ROOT;
      return paths.parent(node);
    }
    return paths.child(node, path, from, to);
  }
}
