package dev.plimsoll.packages;

import java.util.function.Consumer;

/// The files of one package as a database tells them, with the layers it speaks for: from the
/// layer `from` until before the layer `until`, or to the end where that is 0.
///
/// Where `trees`, each path stands for all that lies below it, unless something there is claimed
/// for itself.
public record FileList(PackageName owner, int from, int until, boolean trees, Paths paths) {
  /// Calls with each path, absolute or from the root; directories may be among them.
  public interface Paths {
    void forEach(Consumer<byte[]> path);
  }

  /// A list of single files.
  public static FileList of(PackageName owner, int from, int until, Paths paths) {
    return new FileList(owner, from, until, false, paths);
  }

  /// A list of directories that belong to the package with all that is in them.
  public static FileList ofTrees(PackageName owner, int from, int until, Paths paths) {
    return new FileList(owner, from, until, true, paths);
  }

  public void forEach(Consumer<byte[]> path) {
    paths.forEach(path);
  }

  boolean isContinuedFrom(int layer) {
    return until == layer;
  }

  FileList until(int layer) {
    return new FileList(owner, from, layer, trees, paths);
  }
}
