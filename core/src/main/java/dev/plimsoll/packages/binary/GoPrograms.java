package dev.plimsoll.packages.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.FileProbe;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Sightings;
import java.util.ArrayList;
import java.util.List;

/// The modules that programs written in Go are made of; the main one owns the program.
///
/// Go's own library counts as the module `stdlib`, in the version of the Go that built it.
public final class GoPrograms implements PackageDatabase {
  private static final int MOST_MODULES = 5_000;

  @Override
  public KeptFiles files() {
    return KeptFiles.NONE;
  }

  @Override
  public List<FileProbe> probes() {
    return List.of(new GoProbe());
  }

  @Override
  public Contents read(Overlay overlay) {
    Sightings sightings = new Sightings();
    List<FileList> lists = new ArrayList<>();
    for (Overlay.Kept file : overlay.found(GoProbe.NAME)) {
      int from = overlay.layerOf(file.entry());
      int until = overlay.hiddenIn(file.entry());
      List<PackageRecord> modules = modules(new String(file.content(), UTF_8));
      for (PackageRecord module : modules) {
        sightings.add(new Sighting(module, file.path(), file.entry(), from, until));
      }
      PackageName main = modules.getLast().name();
      byte[] path = file.path().getBytes(UTF_8);
      lists.add(FileList.of(main, from, until, each -> each.accept(path)));
    }
    return Contents.of(sightings, lists, List.of());
  }

  /// The modules, the main one last; where none is named that is Go's own library.
  private static List<PackageRecord> modules(String text) {
    List<PackageRecord> modules = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    PackageRecord main = module("stdlib", lines[0].replaceFirst("^go", "").replaceFirst(" .*", ""));
    for (int i = 1; i < lines.length && modules.size() < MOST_MODULES; i++) {
      String[] words = lines[i].split("\t", -1);
      if (words.length < 3) {
        continue;
      }
      switch (words[0]) {
        case "mod" -> {
          modules.add(main);
          main = module(words[1], words[2]);
        }
        case "dep" -> modules.add(module(words[1], words[2]));
        case "=>" -> {
          if (!modules.isEmpty()) {
            modules.set(modules.size() - 1, module(words[1], words[2]));
          }
        }
        default -> {}
      }
    }
    modules.add(main);
    return modules;
  }

  private static PackageRecord module(String path, String version) {
    return PackageRecord.of(Ecosystem.GO, path, version);
  }
}
