package dev.plimsoll.facts;

import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.inventory.PackageOwners;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of the final tree that runs with other rights than those of whoever starts it: setuid,
/// setgid, or with capabilities (setcap).
///
/// `mode` are the twelve bits of permissions, setuid, setgid and sticky; `layer` the layer that
/// the file comes from, `owner` the package that it belongs to, null for none.
public record PrivilegedFile(
    String path,
    int mode,
    long uid,
    long gid,
    boolean capabilities,
    int layer,
    @Nullable PackageName owner) {
  /// A distribution has a dozen; a hostile image may have as many as it has files.
  static final int MOST = 500;

  private static final int SETUID = 04000;
  private static final int SETGID = 02000;

  public boolean isSetuid() {
    return (mode & SETUID) != 0;
  }

  public boolean isSetgid() {
    return (mode & SETGID) != 0;
  }

  /// Those of an image, in the order of layers, [#MOST] at most.
  static List<PrivilegedFile> in(Overlay overlay, PackageOwners owners) {
    List<PrivilegedFile> files = new ArrayList<>();
    for (int entry = 0; entry < overlay.entries() && files.size() < MOST; entry++) {
      if (overlay.isFile(entry) && overlay.isVisible(entry) && isPrivileged(overlay, entry)) {
        files.add(
            new PrivilegedFile(
                overlay.path(overlay.node(entry)),
                overlay.mode(entry),
                overlay.uid(entry),
                overlay.gid(entry),
                overlay.hasCapabilities(entry),
                overlay.layerOf(entry),
                owners.ownerOf(entry).orElse(null)));
      }
    }
    return files;
  }

  private static boolean isPrivileged(Overlay overlay, int entry) {
    return (overlay.mode(entry) & (SETUID | SETGID)) != 0 || overlay.hasCapabilities(entry);
  }
}
