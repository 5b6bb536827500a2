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
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Sightings;
import dev.plimsoll.packages.Trait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// PHP's packages in `vendor`, as Composer lists them.
public final class ComposerPackages implements PackageDatabase {
  private static final String INSTALLED = "/vendor/composer/installed.json";

  private static final KeptFiles FILES =
      new KeptFiles() {
        @Override
        public long mostBytes(String path) {
          return path.endsWith(INSTALLED) ? 24 << 20 : 0;
        }

        @Override
        public byte[] essence(String path, byte[] content) {
          return notes(content);
        }
      };

  @Override
  public KeptFiles files() {
    return FILES;
  }

  @Override
  public Contents read(Overlay overlay) {
    Sightings sightings = new Sightings();
    List<FileList> lists = new ArrayList<>();
    for (Overlay.Kept file : overlay.kept()) {
      if (file.path().endsWith(INSTALLED)) {
        read(overlay, file, sightings, lists);
      }
    }
    return Contents.of(sightings, lists, List.of());
  }

  private static void read(
      Overlay overlay, Overlay.Kept file, Sightings sightings, List<FileList> lists) {
    String directory = Paths.parent(file.path());
    int from = overlay.layerOf(file.entry());
    int until = overlay.hiddenIn(file.entry());
    Entry entry = new Entry();
    Notes.forEach(
        file.content(),
        (kind, text) -> {
          entry.take(kind, text);
          if (kind == '.') {
            PackageRecord record = entry.record();
            byte[] tree = Paths.resolve(directory, entry.path).getBytes(UTF_8);
            sightings.add(new Sighting(record, Paths.parent(directory), file.entry(), from, until));
            if (!entry.path.isEmpty()) {
              lists.add(FileList.ofTrees(record.name(), from, until, each -> each.accept(tree)));
            }
            entry.clear();
          }
        });
  }

  /// What is told of one package.
  private static final class Entry {
    private final List<String> requires = new ArrayList<>();
    private String name = "";
    private String version = "";
    private String path = "";
    private boolean development;

    void take(char kind, String text) {
      switch (kind) {
        case 'N' -> name = text;
        case 'V' -> version = text;
        case 'P' -> path = text;
        case 'D' -> development = true;
        case 'R' -> requires.add(text);
        default -> {}
      }
    }

    PackageRecord record() {
      PackageRecord record =
          PackageRecord.of(Ecosystem.COMPOSER, name, version).needing(Relations.on(requires));
      return development ? record.with(Trait.DEVELOPMENT) : record;
    }

    void clear() {
      requires.clear();
      name = "";
      version = "";
      path = "";
      development = false;
    }
  }

  /// A list of packages in Composer 1, an object with one in Composer 2.
  private static byte[] notes(byte[] content) {
    Notes notes = new Notes();
    JsonNode document = Json.read(content);
    if (document == null) {
      return notes.bytes();
    }
    Set<String> development = new HashSet<>();
    document.path("dev-package-names").forEach(name -> development.add(name.asText()));
    JsonNode packages = document.isArray() ? document : document.path("packages");
    for (JsonNode one : packages) {
      String name = Json.text(one, "name");
      if (name.isEmpty()) {
        continue;
      }
      notes.add('N', name);
      notes.add('V', Json.text(one, "version"));
      String path = Json.text(one, "install-path");
      notes.add('P', path.isEmpty() && document.isArray() ? "../" + name : path);
      if (development.contains(name)) {
        notes.add('D', "");
      }
      Json.names(one.path("require")).stream()
          .filter(needed -> needed.contains("/")) // else PHP itself or an extension
          .forEach(needed -> notes.add('R', needed));
      notes.add('.', "");
    }
    return notes.bytes();
  }
}
