package dev.plimsoll.packages.apk;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.jspecify.annotations.Nullable;

/// Alpine's package database, where apk keeps it now and where it will.
public final class ApkDatabase implements PackageDatabase {
  private static final String USUAL = "/lib/apk/db/installed";
  private static final String MERGED = "/usr" + USUAL;
  private static final String WORLD = "/etc/apk/world";

  @Override
  public KeptFiles files() {
    return ApkDatabase::mostBytes;
  }

  @Override
  public Contents read(Overlay overlay) {
    Copies installed = Copies.of(overlay, file -> isOne(file.path()));
    Copies worlds = Copies.of(overlay, WORLD);
    Sightings sightings = new Sightings();
    CopiedLists lists = new CopiedLists(overlay);
    List<String> remarks = new ArrayList<>();
    installed.remark("apk").ifPresent(remarks::add);
    for (Copy copy : installed.all()) {
      Set<String> world =
          worlds
              .in(installed.lastLayerOf(copy))
              .map(file -> names(new String(file.content(), UTF_8)))
              .orElse(null);
      boolean empty = true;
      for (ApkStanza stanza : ApkStanza.in(copy.content())) {
        PackageRecord record = stanza.record(world).orElse(null);
        if (record != null) {
          empty = false;
          sightings.add(new Sighting(record, USUAL, copy.entry(), copy.from(), copy.until()));
          lists.add(record, copy, stanza::forEachFile);
        }
      }
      unreadable(copy, empty, remarks);
    }
    return Contents.of(sightings, lists.all(), remarks);
  }

  private static void unreadable(Copy copy, boolean empty, List<String> remarks) {
    if (empty && copy.content().length > 0) {
      remarks.add("layer %d has a %s that names no package".formatted(copy.from(), copy.path()));
    }
  }

  /// The names in `world`: `bash`, `nginx<1.27`, `curl@edge`, `.build-deps=2026`.
  private static @Nullable Set<String> names(String world) {
    Set<String> names = new HashSet<>();
    for (String word : world.split("\\s+", -1)) {
      if (!word.isEmpty() && word.charAt(0) != '!') {
        names.add(ApkStanza.nameIn(word));
      }
    }
    return names;
  }

  private static boolean isOne(String path) {
    return path.equals(USUAL) || path.equals(MERGED);
  }

  private static long mostBytes(String path) {
    if (isOne(path)) {
      return 24 << 20;
    }
    return path.equals(WORLD) ? 1 << 20 : 0;
  }
}
