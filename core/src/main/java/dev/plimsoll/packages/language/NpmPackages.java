package dev.plimsoll.packages.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.Notes;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Relations.Need;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Sightings;
import dev.plimsoll.packages.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Packages in `node_modules`, as npm, yarn and pnpm install them.
public final class NpmPackages implements PackageDatabase {
  private static final Pattern MANIFEST =
      Pattern.compile("(.*/node_modules)/((?:@[^/]+/)?[^/@.][^/]*)/package\\.json");
  private static final String LOCK = "/node_modules/.package-lock.json";

  private static final KeptFiles FILES =
      new KeptFiles() {
        @Override
        public long mostBytes(String path) {
          if (path.endsWith("/package.json") && MANIFEST.matcher(path).matches()) {
            return 2 << 20;
          }
          return path.endsWith(LOCK) ? 24 << 20 : 0;
        }

        @Override
        public byte[] essence(String path, byte[] content) {
          return path.endsWith(LOCK) ? lock(content) : manifest(content);
        }
      };

  @Override
  public KeptFiles files() {
    return FILES;
  }

  @Override
  public Contents read(Overlay overlay) {
    Map<String, String> flags = new HashMap<>();
    for (Overlay.Kept file : overlay.kept()) {
      if (file.path().endsWith(LOCK)) {
        readLock(file, flags);
      }
    }
    Sightings sightings = new Sightings();
    List<FileList> lists = new ArrayList<>();
    for (Overlay.Kept file : overlay.kept()) {
      Matcher place = MANIFEST.matcher(file.path());
      if (!place.matches()) {
        continue;
      }
      String directory = Paths.parent(file.path());
      PackageRecord record =
          record(file.content(), place.group(2), flags.getOrDefault(directory, ""));
      int from = overlay.layerOf(file.entry());
      int until = overlay.hiddenIn(file.entry());
      if (sightings.add(new Sighting(record, place.group(1), file.entry(), from, until))) {
        lists.add(
            FileList.ofTrees(
                record.name(), from, until, each -> each.accept(directory.getBytes(UTF_8))));
      }
    }
    return Contents.of(sightings, lists, List.of());
  }

  private static PackageRecord record(byte[] manifest, String directory, String flags) {
    Map<Character, List<String>> notes = new HashMap<>();
    Notes.forEach(
        manifest, (kind, text) -> notes.computeIfAbsent(kind, _ -> new ArrayList<>()).add(text));
    String name = first(notes, 'N', directory);
    PackageRecord record =
        PackageRecord.of(Ecosystem.NPM, name, first(notes, 'V', ""))
            .needing(new Relations(needs(notes, 'R'), List.of(), needs(notes, 'O'), List.of()));
    if (flags.contains("D")) {
      record = record.with(Trait.DEVELOPMENT);
    }
    return flags.contains("O") ? record.with(Trait.OPTIONAL) : record;
  }

  private static String first(Map<Character, List<String>> notes, char kind, String otherwise) {
    List<String> texts = notes.getOrDefault(kind, List.of());
    return texts.isEmpty() || texts.getFirst().isBlank() ? otherwise : texts.getFirst();
  }

  private static List<Need> needs(Map<Character, List<String>> notes, char kind) {
    return notes.getOrDefault(kind, List.of()).stream().map(Need::of).toList();
  }

  /// Name, version, and what it needs or can do without.
  private static byte[] manifest(byte[] content) {
    Notes notes = new Notes();
    JsonNode document = Json.read(content);
    if (document != null) {
      notes.add('N', Json.text(document, "name"));
      notes.add('V', Json.text(document, "version"));
      Json.names(document.path("dependencies")).forEach(name -> notes.add('R', name));
      Json.names(document.path("optionalDependencies")).forEach(name -> notes.add('O', name));
    }
    return notes.bytes();
  }

  /// For each package in the tree that is not simply needed: its flags, then its path.
  private static byte[] lock(byte[] content) {
    Notes notes = new Notes();
    JsonNode document = Json.read(content);
    JsonNode packages = document == null ? null : document.path("packages");
    if (packages != null) {
      for (String path : Json.names(packages)) {
        JsonNode one = packages.path(path);
        boolean either = one.path("devOptional").asBoolean();
        String flags =
            (one.path("dev").asBoolean() || either ? "D" : "")
                + (one.path("optional").asBoolean() || either ? "O" : "");
        if (!flags.isEmpty()) {
          notes.add('P', flags + " " + path);
        }
      }
    }
    return notes.bytes();
  }

  /// Paths in the lock file are as seen from the directory that `node_modules` is in.
  private static void readLock(Overlay.Kept lock, Map<String, String> flags) {
    String root = lock.path().substring(0, lock.path().length() - LOCK.length());
    Notes.forEach(
        lock.content(),
        (_, text) -> {
          int blank = text.indexOf(' ');
          flags.put(root + "/" + text.substring(blank + 1), text.substring(0, blank));
        });
  }
}
