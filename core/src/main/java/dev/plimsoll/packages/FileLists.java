package dev.plimsoll.packages;

import java.util.List;
import java.util.function.Consumer;

/// The lists of files in one kind of package database.
interface FileLists {
  /// All lists that the kept files of an image hold.
  List<FileList> lists();

  /// What was not understood, as sentences.
  List<String> remarks();

  /// The files of one package, as the entry of a layer tells them.
  interface FileList {
    int entry();

    String packageName();

    /// Calls with each path, absolute or from the root; directories may be among them.
    void forEach(Consumer<byte[]> path);
  }
}
