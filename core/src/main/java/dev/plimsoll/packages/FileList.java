package dev.plimsoll.packages;

import java.util.function.Consumer;

/// The files of one package, as a database in an entry of a layer tells them.
public interface FileList {
  int entry();

  PackageName owner();

  /// Calls with each path, absolute or from the root; directories may be among them.
  void forEach(Consumer<byte[]> path);
}
