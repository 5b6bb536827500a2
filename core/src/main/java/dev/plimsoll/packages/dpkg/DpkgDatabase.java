package dev.plimsoll.packages.dpkg;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Copies;
import dev.plimsoll.packages.Copies.Copy;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Sightings;
import dev.plimsoll.packages.Stanzas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Debian's package database: `status`, or a file per package in `status.d` (distroless).
public final class DpkgDatabase implements PackageDatabase {
  static final String ROOT = "/var/lib/dpkg/";
  static final String SPLIT = ROOT + "status.d/";
  static final String CHECKSUMS = ".md5sums";

  private static final String STATUS = ROOT + "status";
  private static final String MARKS = "/var/lib/apt/extended_states";
  private static final int NAMED = 3;
  private static final int LONGEST_SHOWN = 60;

  @Override
  public KeptFiles files() {
    return DpkgDatabase::mostBytes;
  }

  @Override
  public Contents read(Overlay overlay) {
    Sightings sightings = new Sightings();
    List<String> remarks = new ArrayList<>();
    readStatus(overlay, sightings, remarks);
    readSplit(overlay, sightings);
    List<FileList> lists = DpkgLists.in(overlay);
    unlisted(sightings, lists).ifPresent(remarks::add);
    return Contents.of(sightings, lists, remarks);
  }

  private static void readStatus(Overlay overlay, Sightings sightings, List<String> remarks) {
    Copies status = Copies.of(overlay, STATUS);
    Copies marks = Copies.of(overlay, MARKS);
    status.remark("dpkg").ifPresent(remarks::add);
    for (Copy copy : status.all()) {
      Set<String> automatic =
          marks
              .in(status.lastLayerOf(copy))
              .map(states -> DpkgStatus.automatic(text(states.content())))
              .orElse(null);
      for (Map<String, String> stanza : Stanzas.in(text(copy.content()))) {
        if (DpkgStatus.isInstalled(stanza)) {
          PackageRecord record = DpkgStatus.record(stanza, automatic);
          sightings.add(new Sighting(record, ROOT, copy.entry(), copy.from(), copy.until()));
        }
      }
    }
  }

  private static void readSplit(Overlay overlay, Sightings sightings) {
    for (Overlay.Kept file : overlay.kept()) {
      if (!file.path().startsWith(SPLIT) || file.path().endsWith(CHECKSUMS)) {
        continue;
      }
      for (Map<String, String> stanza : Stanzas.in(text(file.content()))) {
        if (DpkgStatus.isDescription(stanza)) {
          sightings.add(
              new Sighting(
                  DpkgStatus.record(stanza, null),
                  ROOT,
                  file.entry(),
                  overlay.layerOf(file.entry()),
                  overlay.hiddenIn(file.entry())));
        }
      }
    }
  }

  private static Optional<String> unlisted(Sightings sightings, List<FileList> lists) {
    Set<String> names = new TreeSet<>();
    sightings.all().forEach(sighting -> names.add(sighting.record().name().name()));
    lists.forEach(list -> names.remove(list.owner().name()));
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String some =
        names.stream().limit(NAMED).map(DpkgDatabase::shown).collect(Collectors.joining(", "));
    return Optional.of(
        "dpkg lists no files of %d installed packages (%s%s); their files count as no package's"
            .formatted(names.size(), some, names.size() > NAMED ? " …" : ""));
  }

  /// A name as it is shown: whoever wrote the database may have written anything.
  private static String shown(String name) {
    String part = name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…";
    return part.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  private static String text(byte[] content) {
    return new String(content, UTF_8);
  }

  private static long mostBytes(String path) {
    if (path.equals(MARKS)) {
      return 4 << 20;
    }
    if (!path.startsWith(ROOT)) {
      return 0;
    }
    if (path.equals(STATUS)) {
      return 16 << 20;
    }
    return path.startsWith(SPLIT) || DpkgLists.isWanted(path) ? 4 << 20 : 0;
  }
}
