package dev.plimsoll.packages.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Sightings;
import dev.plimsoll.packages.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Python's distributions, as pip, uv, poetry and setuptools leave them beside the modules.
public final class PythonPackages implements PackageDatabase {
  private static final KeptFiles FILES =
      new KeptFiles() {
        @Override
        public long mostBytes(String path) {
          return PythonFile.of(path) == null ? 0 : 8 << 20;
        }

        @Override
        public byte[] essence(String path, byte[] content) {
          PythonFile file = PythonFile.of(path);
          return file == null ? content : file.essence(content);
        }
      };

  @Override
  public KeptFiles files() {
    return FILES;
  }

  @Override
  public Contents read(Overlay overlay) {
    Map<String, List<Overlay.Kept>> directories = new HashMap<>();
    Set<String> marking = new HashSet<>();
    for (Overlay.Kept file : overlay.kept()) {
      PythonFile kind = PythonFile.of(file.path());
      if (kind != null) {
        String directory = PythonFile.distribution(file.path());
        directories.computeIfAbsent(directory, _ -> new ArrayList<>()).add(file);
        if (kind == PythonFile.REQUESTED) {
          marking.add(Paths.parent(directory));
        }
      }
    }
    Sightings sightings = new Sightings();
    List<FileList> lists = new ArrayList<>();
    directories.forEach(
        (directory, files) -> {
          boolean marked = marking.contains(Paths.parent(directory));
          new Distribution(overlay, directory, files, marked).read(sightings, lists);
        });
    return Contents.of(sightings, lists, List.of());
  }

  /// A `dist-info` or `egg-info` with its files of all layers.
  private record Distribution(
      Overlay overlay, String directory, List<Overlay.Kept> files, boolean marked) {
    void read(Sightings sightings, List<FileList> lists) {
      for (Overlay.Kept metadata : files) {
        if (PythonFile.of(metadata.path()) != PythonFile.METADATA) {
          continue;
        }
        int from = overlay.layerOf(metadata.entry());
        int until = overlay.hiddenIn(metadata.entry());
        Optional<PackageRecord> described = PythonFile.record(metadata.content());
        if (described.isEmpty()) {
          continue;
        }
        PackageRecord record = complete(described.get(), from);
        String home = Paths.parent(directory);
        if (!sightings.add(new Sighting(record, home, metadata.entry(), from, until))) {
          return;
        }
        byte[] own = directory.getBytes(UTF_8);
        lists.add(FileList.ofTrees(record.name(), from, until, each -> each.accept(own)));
        beside(PythonFile.RECORD, from)
            .ifPresent(
                list ->
                    lists.add(
                        FileList.of(
                            record.name(),
                            from,
                            until,
                            each -> PythonFile.forEachPath(directory, list, each))));
      }
    }

    private PackageRecord complete(PackageRecord record, int layer) {
      PackageRecord complete =
          beside(PythonFile.ORIGIN, layer)
              .map(origin -> record.from(new String(origin.content(), UTF_8)))
              .orElse(record);
      if (beside(PythonFile.REQUESTED, layer).isPresent()) {
        return complete.with(Trait.MANUAL);
      }
      return marked ? complete.with(Trait.AUTOMATIC) : complete;
    }

    /// The file of a kind that is there in the layer.
    private Optional<Overlay.Kept> beside(PythonFile kind, int layer) {
      return files.stream()
          .filter(file -> PythonFile.of(file.path()) == kind)
          .filter(file -> overlay.layerOf(file.entry()) <= layer)
          .filter(file -> isThere(file, layer))
          .reduce((_, newest) -> newest);
    }

    private boolean isThere(Overlay.Kept file, int layer) {
      int hidden = overlay.hiddenIn(file.entry());
      return hidden == 0 || hidden > layer;
    }
  }
}
