package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Layers laid one on another, lowest first, as a container sees them: the final tree, and what
/// of each layer is still visible in it.
///
/// The entries of all layers are numbered from 0 in the order of layers and archives; a *node*
/// is a path, wherever in the layers it occurs.
public final class Overlay {
  private final List<LayerContents> layers;
  private final Stacking stack;
  private final EntryNumbers numbers;

  private Overlay(List<LayerContents> layers, Stacking stack) {
    this.layers = layers;
    this.stack = stack;
    this.numbers = stack.numbers();
  }

  public static Overlay of(List<LayerContents> layers, Limits limits, Deadline deadline)
      throws SourceException {
    Stacking stack = new Stacking(List.copyOf(layers), limits, deadline);
    stack.applyAll();
    return new Overlay(List.copyOf(layers), stack);
  }

  public List<LayerContents> layers() {
    return layers;
  }

  /// How many entries all layers have together.
  public int entries() {
    return stack.entries();
  }

  /// The layer of an entry, counted from 1.
  public int layerOf(int entry) {
    return numbers.layerOf(entry) + 1;
  }

  /// Whether an entry is a regular file, or one more name of one (a hard link).
  public boolean isFile(int entry) {
    return numbers.table(entry).kind(numbers.within(entry)).isFile();
  }

  /// Whether an entry is a file that begins with `#!`.
  public boolean isScript(int entry) {
    int inode = stack.inode(entry);
    return numbers.table(inode).isScript(numbers.within(inode));
  }

  /// The bytes of a file, unpacked; none for a hard link.
  public long size(int entry) {
    return numbers.table(entry).size(numbers.within(entry));
  }

  /// The stored bytes that an entry takes up, its headers included.
  public long pull(int entry) {
    return numbers.table(entry).pull(numbers.within(entry));
  }

  /// The entry that holds the bytes of this one: another for a hard link, itself for all else.
  public int inode(int entry) {
    return stack.inode(entry);
  }

  /// The layer that hides an entry, counted from 1: a later one, or its own where that names the
  /// path twice; 0 where the final tree has the entry.
  public int hiddenIn(int entry) {
    return stack.hidden().layer(entry);
  }

  /// Whether an entry is what the final tree has at its path.
  public boolean isVisible(int entry) {
    return stack.hidden().layer(entry) == 0;
  }

  /// How an entry came to be hidden; null where the final tree has it.
  public @Nullable Hiding hiding(int entry) {
    return stack.hidden().how(entry);
  }

  /// The twelve bits of an entry's mode: permissions, setuid, setgid, sticky.
  public int mode(int entry) {
    return stack.attributes(entry).mode();
  }

  public long uid(int entry) {
    return Integer.toUnsignedLong(stack.attributes(entry).uid());
  }

  public long gid(int entry) {
    return Integer.toUnsignedLong(stack.attributes(entry).gid());
  }

  /// Whether a file has capabilities of its own (setcap).
  public boolean hasCapabilities(int entry) {
    return stack.attributes(entry).capabilities();
  }

  /// Shows the final tree: each directory before what lies in it, the root first.
  public void walk(Consumer<TreeEntry> visitor) {
    LiveTree tree = stack.tree();
    for (int node = 0; node < tree.paths.size(); node++) {
      EntryKind kind = tree.kind(node);
      if (kind != null) {
        visitor.accept(treeEntry(node, kind, tree.entry(node)));
      }
    }
  }

  private TreeEntry treeEntry(int node, EntryKind kind, int entry) {
    boolean implied = entry == PathTable.NONE;
    Attributes attributes = implied ? Attributes.IMPLIED : stack.attributes(entry);
    byte[] target =
        kind == EntryKind.SYMLINK
            ? numbers.table(entry).target(numbers.within(entry))
            : new byte[0];
    return new TreeEntry(
        path(node),
        TreeEntry.Type.of(kind),
        kind.isFile() ? size(inode(entry)) : target.length,
        attributes.mode(),
        Integer.toUnsignedLong(attributes.uid()),
        Integer.toUnsignedLong(attributes.gid()),
        Integer.toUnsignedLong(attributes.modified()),
        kind == EntryKind.SYMLINK ? PathTable.shown(target, 0, target.length) : null,
        implied ? 0 : layerOf(entry));
  }

  /// The small files that were kept, of all layers, lowest first.
  public List<Kept> kept() {
    return stack.kept();
  }

  /// What the probe of this name found in files of all layers, lowest first, as it kept it.
  public List<Kept> found(String probe) {
    return stack.found(probe);
  }

  /// The path of an entry.
  public int node(int entry) {
    return stack.node(entry);
  }

  /// The node of the directory that a node is in; the root's is itself.
  public int parent(int node) {
    return stack.tree().paths.parent(node);
  }

  /// A node as an absolute path, fit to be shown.
  public String path(int node) {
    return stack.tree().paths.path(node);
  }

  /// The node that a path leads to, links to directories followed as in the final tree; -1 where
  /// no layer has such a path.
  public int locate(byte[] path) {
    return stack.links().nodeOf(path);
  }

  /// Whether links lead through so many directories that not all paths asked for were followed.
  public boolean hasLostPaths() {
    return stack.links().isExhausted();
  }

  /// The file that is opened by this path in the final tree.
  public Optional<Found> file(String path) {
    int named = locate(path.getBytes(UTF_8));
    if (named == PathTable.NONE) {
      return Optional.empty();
    }
    int node = stack.links().follow(named);
    int entry = node == PathTable.NONE ? PathTable.NONE : stack.tree().entry(node);
    if (entry == PathTable.NONE || !isFile(entry)) {
      return Optional.empty();
    }
    int inode = stack.inode(entry);
    byte[] content = numbers.table(inode).contents().get(numbers.within(inode));
    return Optional.of(new Found(path(node), entry, layerOf(entry), content));
  }

  /// What was not understood, as sentences.
  public List<String> remarks() {
    return stack.remarks();
  }

  /// A small file that was kept: its entry, its path, its bytes.
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Kept(int entry, String path, byte[] content) {}

  /// A file of the final tree: its own path, its entry, the layer it comes from, and its bytes
  /// where they were kept.
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Found(String path, int entry, int layer, byte @Nullable [] content) {}
}
