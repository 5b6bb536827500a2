package dev.plimsoll.facts;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.PackageName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All regular files of one layer that belong to the same package (or to none), are of the same
/// class and have the same fate: present in the final tree, or hidden by a later layer.
///
/// `disk` counts their bytes uncompressed, `pull` the compressed bytes they take up in the layer.
/// `largest` names a few of them, largest first.
public record FileGroup(
    int layer,
    @Nullable PackageName owner,
    FileClass fileClass,
    boolean present,
    int files,
    Bytes disk,
    Bytes pull,
    List<SizedPath> largest) {
  public FileGroup {
    largest = List.copyOf(largest);
  }

  /// A file's absolute path and its uncompressed size.
  public record SizedPath(String path, Bytes size) {}
}
