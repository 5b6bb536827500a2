package dev.plimsoll.packages.inventory;

import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The packages that own the files of an image.
public final class PackageOwners {
  /// More claims than any distribution makes; a hostile database could make more than fit.
  private static final int MOST_CLAIMS = 2_000_000;

  private static final int MOST_LINES = 2 * MOST_CLAIMS;

  /// A package may list a path anew in every layer, and others may bring it too; beyond that,
  /// looking for a file's owner would take as long as somebody likes.
  private static final int MOST_CLAIMS_OF_ONE = 2_000;

  private static final int NONE = -1;

  private final Overlay overlay;
  private final List<FileList> lists;
  private int[] newestClaim = new int[1024];
  private int[] listOf = new int[1024];
  private int[] olderClaim = new int[1024];
  private int[] claimsOf = new int[1024];
  private int claims;
  private int lines;
  private boolean cut;

  PackageOwners(Overlay overlay, List<FileList> lists) {
    this.overlay = overlay;
    this.lists = List.copyOf(lists);
    Arrays.fill(newestClaim, NONE);
    for (int i = 0; i < lists.size() && !cut; i++) {
      int number = i;
      lists.get(i).forEach(path -> claim(path, number));
    }
  }

  /// The package that owns an entry: by the database as it was in the entry's layer, else by the
  /// first one above that names the path.
  public Optional<PackageName> ownerOf(int entry) {
    int node = overlay.node(entry);
    if (node < 0 || node >= newestClaim.length) {
      return Optional.empty();
    }
    int layer = overlay.layerOf(entry);
    FileList above = null;
    for (int claim = newestClaim[node]; claim != NONE; claim = olderClaim[claim]) {
      FileList list = lists.get(listOf[claim]);
      if (overlay.layerOf(list.entry()) > layer) {
        above = list;
      } else if (isInForce(list, layer)) {
        return Optional.of(list.owner());
      }
    }
    return Optional.ofNullable(above).map(FileList::owner);
  }

  /// What was not read, as sentences.
  List<String> remarks() {
    return cut || overlay.hasLostPaths()
        ? List.of("the package databases name more files than are read; some owners are not known")
        : List.of();
  }

  private boolean isInForce(FileList list, int layer) {
    int hidden = overlay.hiddenIn(list.entry());
    return hidden == 0 || hidden > layer;
  }

  private void claim(byte[] path, int list) {
    cut |= claims == MOST_CLAIMS || lines++ == MOST_LINES;
    int node = cut ? NONE : overlay.locate(path);
    if (node == NONE) {
      return;
    }
    if (node >= newestClaim.length) {
      int known = newestClaim.length;
      newestClaim = Arrays.copyOf(newestClaim, Math.max(node + 1, known * 2));
      Arrays.fill(newestClaim, known, newestClaim.length, NONE);
      claimsOf = Arrays.copyOf(claimsOf, newestClaim.length);
    }
    int newest = newestClaim[node];
    if (newest != NONE && listOf[newest] == list) {
      return;
    }
    if (claimsOf[node]++ >= MOST_CLAIMS_OF_ONE) {
      cut = true;
      return;
    }
    if (claims == listOf.length) {
      listOf = Arrays.copyOf(listOf, claims * 2);
      olderClaim = Arrays.copyOf(olderClaim, claims * 2);
    }
    listOf[claims] = list;
    olderClaim[claims] = newest;
    newestClaim[node] = claims++;
  }
}
