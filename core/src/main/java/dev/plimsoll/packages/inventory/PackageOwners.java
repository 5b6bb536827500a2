package dev.plimsoll.packages.inventory;

import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageName;
import java.util.List;
import java.util.Optional;

/// The packages that own the files of an image.
///
/// A file belongs to the package that names it, else to the one that owns the nearest directory
/// above it.
public final class PackageOwners {
  private final Overlay overlay;
  private final Claims files;
  private final Claims trees;

  PackageOwners(Overlay overlay, List<FileList> lists) {
    this.overlay = overlay;
    this.files = new Claims(overlay, lists.stream().filter(list -> !list.trees()).toList());
    this.trees = new Claims(overlay, lists.stream().filter(FileList::trees).toList());
  }

  /// The package that owns an entry: by the database as it was in the entry's layer, else by the
  /// first one above that names the path.
  public Optional<PackageName> ownerOf(int entry) {
    int node = overlay.node(entry);
    int layer = overlay.layerOf(entry);
    Optional<PackageName> owner = files.holder(node, layer);
    int above = trees.isEmpty() ? 0 : node;
    while (owner.isEmpty() && above > 0) {
      owner = trees.holder(above, layer);
      above = overlay.parent(above);
    }
    return owner;
  }

  /// What was not read, as sentences.
  List<String> remarks() {
    return files.isCut() || trees.isCut() || overlay.hasLostPaths()
        ? List.of("the package databases name more files than are read; some owners are not known")
        : List.of();
  }
}
