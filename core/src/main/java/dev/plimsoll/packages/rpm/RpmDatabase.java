package dev.plimsoll.packages.rpm;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.CopiedLists;
import dev.plimsoll.packages.Copies;
import dev.plimsoll.packages.Copies.Copy;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Sightings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// RPM's package database, in any of its forms, at either of its places.
public final class RpmDatabase implements PackageDatabase {
  private static final List<String> DIRECTORIES =
      List.of("/var/lib/rpm/", "/usr/lib/sysimage/rpm/");
  private static final Set<String> NAMES = Set.of("rpmdb.sqlite", "Packages.db", "Packages");
  private static final Set<String> PATHS = paths();

  /// Beside `rpmdb.sqlite` where it was not closed in good order: changes not yet in it.
  private static final String LOG = "rpmdb.sqlite-wal";

  /// The largest of a full desktop is half of this. It is held whole while it is read, so the
  /// memory there is bounds it too.
  private static final long MOST_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 4, 16 << 20, 96 << 20);

  private static final KeptFiles FILES =
      new KeptFiles() {
        @Override
        public long mostBytes(String path) {
          if (PATHS.contains(path)) {
            return MOST_BYTES;
          }
          return DIRECTORIES.stream().anyMatch(place -> path.equals(place + LOG)) ? 1 : 0;
        }

        @Override
        public byte[] essence(String path, byte[] content) {
          return PATHS.contains(path) ? RpmEssence.of(content) : content;
        }
      };

  @Override
  public KeptFiles files() {
    return FILES;
  }

  @Override
  public Contents read(Overlay overlay) {
    Sightings sightings = new Sightings();
    CopiedLists lists = new CopiedLists(overlay);
    List<String> remarks = new ArrayList<>();
    Copies unread = Copies.of(overlay, file -> isOne(file) && !isReadable(file));
    unread.all().forEach(copy -> remarks.add(remark(copy)));
    Copies copies = Copies.of(overlay, file -> isOne(file) && isReadable(file));
    copies.remark("RPM").ifPresent(remarks::add);
    for (Copy copy : copies.all()) {
      for (RpmEssence.Described described : RpmEssence.packages(copy.content())) {
        PackageRecord record = described.record();
        sightings.add(
            new Sighting(record, DIRECTORIES.getFirst(), copy.entry(), copy.from(), copy.until()));
        lists.add(record, copy, described::forEachFile);
      }
    }
    return Contents.of(sightings, lists.all(), remarks);
  }

  private static boolean isOne(Overlay.Kept file) {
    return PATHS.contains(file.path());
  }

  private static boolean isReadable(Overlay.Kept file) {
    return RpmEssence.fault(file.content()).isEmpty();
  }

  private static String remark(Copy unread) {
    return "layer %d has an unsupported package database: %s (%s)"
        .formatted(unread.from(), unread.path(), RpmEssence.fault(unread.content()));
  }

  private static Set<String> paths() {
    Set<String> paths = new HashSet<>();
    DIRECTORIES.forEach(place -> NAMES.forEach(name -> paths.add(place + name)));
    return paths;
  }
}
