package dev.plimsoll.facts;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.PackageName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All regular files of one layer that belong to the same package (or to none), are of the same
/// class and have the same fate: in the final tree, or hidden in the same way by the same layer.
///
/// `hidden` is null for what the final tree has. `disk` counts their bytes uncompressed, `pull`
/// the compressed bytes they take up in the layer. `largest` names a few of them, largest first.
public record FileGroup(
    int layer,
    @Nullable PackageName owner,
    FileClass fileClass,
    @Nullable Hidden hidden,
    int files,
    Bytes disk,
    Bytes pull,
    List<SizedPath> largest) {
  public FileGroup {
    largest = List.copyOf(largest);
  }

  /// Of what tells groups apart; to go through the names of their files takes longer.
  @Override
  public int hashCode() {
    int group = 31 * layer + fileClass.name().hashCode();
    int weight = 31 * files + disk.hashCode();
    return 31 * (31 * group + weight) + (owner == null ? 0 : owner.hashCode());
  }

  /// Whether the final tree has these files.
  public boolean present() {
    return hidden == null;
  }

  /// The same, naming single files without their sizes, but for one that is alone.
  FileGroup withoutSizes() {
    List<SizedPath> paths =
        largest.stream()
            .map(file -> new SizedPath(file.path(), files == 1 ? disk : Bytes.NONE))
            .toList();
    return new FileGroup(layer, owner, fileClass, hidden, files, disk, pull, paths);
  }

  /// A file's absolute path and its uncompressed size.
  public record SizedPath(String path, Bytes size) {}
}
