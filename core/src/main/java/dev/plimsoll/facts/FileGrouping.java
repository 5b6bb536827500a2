package dev.plimsoll.facts;

import dev.plimsoll.facts.FileGroup.SizedPath;
import dev.plimsoll.facts.Hidden.How;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.layer.Hiding;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.inventory.PackageOwners;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sorts every file entry of every layer into the group of its layer, owner, class and fate.
///
/// The bytes of a file with several names count once, under a name that the final tree still
/// has, and of those under the one that says most of what the file is.
final class FileGrouping {
  private static final Comparator<Hidden> FATES =
      Comparator.comparingInt(Hidden::layer).thenComparing(Hidden::how);
  private static final Comparator<Key> ORDER =
      Comparator.comparingInt(Key::layer)
          .thenComparing(Key::hidden, Comparator.nullsFirst(FATES))
          .thenComparing(Key::fileClass)
          .thenComparing(Key::owner, Comparator.nullsFirst(Comparator.naturalOrder()));

  private record Key(
      int layer, @Nullable PackageName owner, FileClass fileClass, @Nullable Hidden hidden) {}

  private final Overlay overlay;
  private final PackageOwners owners;
  private final FileClass[] classes;
  private final int[] bearers;
  private final boolean[] inUse;

  private FileGrouping(Overlay overlay, PackageOwners owners) {
    this.overlay = overlay;
    this.owners = owners;
    this.classes = new FileClass[overlay.entries()];
    this.bearers = new int[overlay.entries()];
    this.inUse = new boolean[overlay.entries()];
  }

  static List<FileGroup> of(Overlay overlay, PackageOwners owners) {
    FileGrouping grouping = new FileGrouping(overlay, owners);
    grouping.classify();
    grouping.completeCompilers();
    grouping.settleLinks();
    return grouping.groups();
  }

  private void classify() {
    for (int entry = 0; entry < classes.length; entry++) {
      bearers[entry] = entry;
      classes[entry] =
          overlay.isFile(entry)
              ? FileClasses.of(pathOf(entry), overlay.isScript(entry))
              : FileClass.OTHER;
    }
  }

  /// What lies beside a compiler in its private directory is part of it where no package says
  /// what else it is: a directory copied in belongs to none.
  private void completeCompilers() {
    Set<String> there = new HashSet<>();
    Set<String> ever = new HashSet<>();
    for (int entry = 0; entry < classes.length; entry++) {
      String path = classes[entry] == FileClass.COMPILER ? pathOf(entry) : "";
      if (FileClasses.isCompilerProper(path) && FileClasses.gccDirectory(path) != null) {
        ever.add(FileClasses.gccDirectory(path));
        if (overlay.isVisible(entry)) {
          there.add(FileClasses.gccDirectory(path));
        }
      }
    }
    for (int entry = 0; !ever.isEmpty() && entry < classes.length; entry++) {
      if (mayBePartOfACompiler(classes[entry])
          && overlay.isFile(entry)
          && owners.ownerOf(entry).isEmpty()) {
        String directory = FileClasses.gccDirectory(pathOf(entry));
        if (directory != null && (overlay.isVisible(entry) ? there : ever).contains(directory)) {
          classes[entry] = FileClass.COMPILER;
        }
      }
    }
  }

  /// Objects and archives beside a compiler are its own, not leftovers of a build.
  private static boolean mayBePartOfACompiler(FileClass fileClass) {
    return fileClass == FileClass.OTHER || fileClass == FileClass.BUILD_LEFTOVER;
  }

  /// Finds for each file with several names the one that bears its bytes.
  private void settleLinks() {
    for (int entry = 0; entry < classes.length; entry++) {
      inUse[entry] = overlay.isVisible(entry);
    }
    for (int entry = 0; entry < classes.length; entry++) {
      int inode = overlay.inode(entry);
      if (inode == entry || !overlay.isVisible(entry)) {
        continue;
      }
      if (overlay.layerOf(entry) == overlay.layerOf(inode)) {
        int bearer = bearers[inode];
        if (!overlay.isVisible(bearer) || bearsBefore(classes[entry], classes[bearer])) {
          bearers[inode] = entry;
        }
      } else if (bearers[inode] == inode) {
        inUse[inode] = true; // a name in a later layer keeps the bytes in use
      }
    }
  }

  /// What an installer links from its cache to where it is used is no longer the cache's: taking
  /// the cache away saves nothing of it.
  private static boolean bearsBefore(FileClass one, FileClass other) {
    return one.isCache() == other.isCache() ? one.compareTo(other) < 0 : other.isCache();
  }

  private List<FileGroup> groups() {
    Map<Key, Tally> tallies = new HashMap<>();
    for (int entry = 0; entry < classes.length; entry++) {
      if (overlay.isFile(entry)) {
        Key key =
            new Key(
                overlay.layerOf(entry),
                owners.ownerOf(entry).orElse(null),
                classes[entry],
                fateOf(entry));
        int bytes = bytesBorneBy(entry);
        tallies
            .computeIfAbsent(key, _ -> new Tally())
            .add(entry, overlay.size(bytes), overlay.pull(bytes));
      }
    }
    return tallies.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(ORDER))
        .map(e -> group(e.getKey(), e.getValue()))
        .toList();
  }

  /// How an entry is hidden; null for what is in use.
  private @Nullable Hidden fateOf(int entry) {
    Hiding hiding = inUse[entry] ? null : overlay.hiding(entry);
    return hiding == null ? null : new Hidden(how(hiding), overlay.hiddenIn(entry));
  }

  private static How how(Hiding hiding) {
    return switch (hiding) {
      case OVERWRITTEN -> How.OVERWRITTEN;
      case COPIED_FOR_ATTRIBUTES -> How.COPIED_FOR_ATTRIBUTES;
      case DELETED -> How.DELETED;
      case DELETED_WITH_DIRECTORY -> How.DELETED_WITH_DIRECTORY;
      case OPAQUE -> How.OPAQUE;
    };
  }

  /// The entry whose bytes count for this one: a file and the name that bears its bytes change
  /// places.
  private int bytesBorneBy(int entry) {
    int inode = overlay.inode(entry);
    if (inode == entry) {
      return bearers[entry];
    }
    return bearers[inode] == entry ? inode : entry;
  }

  private FileGroup group(Key key, Tally tally) {
    return new FileGroup(
        key.layer,
        key.owner,
        key.fileClass,
        key.hidden,
        tally.files,
        new Bytes(tally.disk),
        new Bytes(tally.pull),
        tally.largest.stream()
            .map(file -> new SizedPath(pathOf(file.entry), new Bytes(file.size)))
            .toList());
  }

  private String pathOf(int entry) {
    return overlay.path(overlay.node(entry));
  }

  private record Sized(int entry, long size) {}

  /// What a group adds up to.
  private static final class Tally {
    private static final int NAMED = 3;

    private final List<Sized> largest = new ArrayList<>(NAMED + 1);
    private int files;
    private long disk;
    private long pull;

    void add(int entry, long size, long stored) {
      files++;
      disk += size;
      pull += stored;
      if (largest.size() < NAMED || size > largest.getLast().size) {
        int place = largest.size();
        while (place > 0 && size > largest.get(place - 1).size) {
          place--;
        }
        largest.add(place, new Sized(entry, size));
        if (largest.size() > NAMED) {
          largest.removeLast();
        }
      }
    }
  }
}
