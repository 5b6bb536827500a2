package dev.plimsoll.packages;

import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Copies.Copy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The lists of files in successive copies of a database that lists all its packages' files: one
/// list for as long as a package stays in the same version.
public final class CopiedLists {
  /// As many as there are packages at most.
  private static final int MOST = 20_000;

  private final Overlay overlay;
  private final List<FileList> lists = new ArrayList<>();
  private final Map<Release, Integer> newest = new HashMap<>();

  private record Release(PackageName name, String version, String architecture) {}

  public CopiedLists(Overlay overlay) {
    this.overlay = overlay;
  }

  /// Adds what one copy says; copies come lowest first.
  public void add(PackageRecord record, Copy copy, FileList.Paths paths) {
    Release release = new Release(record.name(), record.version(), record.architecture());
    int until = copy.until() == 0 ? overlay.hiddenIn(copy.entry()) : copy.until();
    Integer known = newest.get(release);
    if (known != null && lists.get(known).isContinuedFrom(copy.from())) {
      lists.set(known, lists.get(known).until(until));
    } else if (lists.size() < MOST) {
      newest.put(release, lists.size());
      lists.add(FileList.of(record.name(), copy.from(), until, paths));
    }
  }

  public List<FileList> all() {
    return lists;
  }
}
