package dev.plimsoll.facts;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Limits;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.LayerReader;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.inventory.PackageInventory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The files of an image by path, each with what its group is told by: facts keep groups alone.
///
/// Lies in the package of the facts because it sorts files by the classes that they do.
public final class FilesOfImage {
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  private final Map<String, Trait> traits = new HashMap<>();
  private final Set<String> overwritten = new HashSet<>();

  private final Map<String, Long> sizes = new HashMap<>();

  private record Trait(int layer, Optional<PackageName> owner, FileClass fileClass) {
    static Trait of(FileGroup group) {
      return new Trait(group.layer(), Optional.ofNullable(group.owner()), group.fileClass());
    }
  }

  private FilesOfImage(Overlay overlay) {
    PackageInventory inventory = PackageInventory.of(overlay);
    for (int entry = 0; entry < overlay.entries(); entry++) {
      if (overlay.isFile(entry) && overlay.isVisible(entry)) {
        String path = overlay.path(overlay.node(entry));
        traits.put(
            path,
            new Trait(
                overlay.layerOf(entry),
                inventory.owners().ownerOf(entry),
                FileClasses.of(path, overlay.isScript(entry))));
        sizes.put(path, overlay.size(entry));
      } else if (overlay.isFile(entry)) {
        overwritten.add(overlay.path(overlay.node(entry)));
      }
    }
  }

  /// Reads the layers of an image from an OCI layout.
  public static FilesOfImage of(Facts facts, Path layout) throws IOException {
    LayerReader reader = new LayerReader(Limits.defaults(), FileSurvey.FILES, FileSurvey.PROBES);
    List<LayerContents> contents = new ArrayList<>();
    for (Layer layer : facts.layers()) {
      Path blob =
          layout.resolve("blobs").resolve(layer.digest().algorithm()).resolve(layer.digest().hex());
      try (InputStream stored = Files.newInputStream(blob)) {
        contents.add(reader.read(stored, blob.toString(), Deadline.in(LONG_ENOUGH)));
      }
    }
    return new FilesOfImage(Overlay.of(contents, Limits.defaults(), Deadline.in(LONG_ENOUGH)));
  }

  /// Whether the image has this file.
  public boolean has(String path) {
    return traits.containsKey(path);
  }

  /// The paths of all files that the final tree has.
  public Set<String> paths() {
    return Set.copyOf(traits.keySet());
  }

  /// Whether a layer below has the file too, so that it is there though the uppermost copy goes.
  public boolean isBelow(String path) {
    return overwritten.contains(path);
  }

  /// Whether the file is in one of these groups.
  public boolean isIn(Set<FileGroup> groups, String path) {
    Trait trait = traits.get(path);
    return trait != null
        && groups.stream().filter(FileGroup::present).map(Trait::of).anyMatch(trait::equals);
  }

  /// The paths of all files that the final tree has, with their bytes unpacked; a hard link has
  /// none.
  public Map<String, Long> sizes() {
    return Map.copyOf(sizes);
  }

  /// The paths of the files that are in one of these groups.
  public Set<String> in(Set<FileGroup> groups) {
    Set<Trait> wanted =
        groups.stream().filter(FileGroup::present).map(Trait::of).collect(Collectors.toSet());
    return traits.entrySet().stream()
        .filter(file -> wanted.contains(file.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
