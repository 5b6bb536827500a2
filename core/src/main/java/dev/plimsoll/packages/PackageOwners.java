package dev.plimsoll.packages;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileLists.FileList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The packages that own the files of an image.
public final class PackageOwners {
  /// More claims than any distribution makes; a hostile database could make more than fit.
  private static final int MOST_CLAIMS = 2_000_000;

  private static final int NONE = -1;

  private final Overlay overlay;
  private final List<FileList> lists = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int[] newestClaim = new int[1024];
  private int[] listOf = new int[1024];
  private int[] olderClaim = new int[1024];
  private int claims;

  private PackageOwners(Overlay overlay) {
    this.overlay = overlay;
    Arrays.fill(newestClaim, NONE);
  }

  /// The files of package databases that are looked into.
  public static KeptFiles databases() {
    return DpkgDatabase.FILES;
  }

  /// Reads all databases that the layers hold.
  public static PackageOwners in(Overlay overlay) {
    PackageOwners owners = new PackageOwners(overlay);
    owners.read(new DpkgDatabase(overlay));
    return owners;
  }

  /// The package that owns an entry: by the database as it was in the entry's layer, else by the
  /// first one above that names the path.
  public Optional<String> ownerOf(int entry) {
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
        return Optional.of(list.packageName());
      }
    }
    return Optional.ofNullable(above).map(FileList::packageName);
  }

  /// What was not understood, as sentences.
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  private boolean isInForce(FileList list, int layer) {
    int hidden = overlay.hiddenIn(list.entry());
    return hidden == 0 || hidden > layer;
  }

  private void read(FileLists database) {
    for (FileList list : database.lists()) {
      lists.add(list);
      int number = lists.size() - 1;
      list.forEach(path -> claim(path, number));
    }
    remarks.addAll(database.remarks());
    if (claims == MOST_CLAIMS) {
      remarks.add("the package databases name more files than are read; some owners are not known");
    }
  }

  private void claim(byte[] path, int list) {
    int node = claims == MOST_CLAIMS ? NONE : overlay.locate(path);
    if (node == NONE) {
      return;
    }
    if (node >= newestClaim.length) {
      int known = newestClaim.length;
      newestClaim = Arrays.copyOf(newestClaim, Math.max(node + 1, known * 2));
      Arrays.fill(newestClaim, known, newestClaim.length, NONE);
    }
    int newest = newestClaim[node];
    if (newest != NONE && listOf[newest] == list) {
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
