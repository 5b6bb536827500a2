package dev.plimsoll.packages.dpkg;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Copies;
import dev.plimsoll.packages.Copies.Copy;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.Lines;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.Stanzas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Which files Debian packages own: `info/*.list`, or, in distroless images, the checksums beside
/// each package in `status.d`; both after diversions (dpkg-divert(1)).
final class DpkgLists {
  private static final String LISTS = DpkgDatabase.ROOT + "info/";
  private static final String LIST = ".list";
  private static final String DIVERSIONS = DpkgDatabase.ROOT + "diversions";

  private final Overlay overlay;
  private final Copies diversions;
  private final Map<Copy, Map<String, Diversion>> divertedBy = new HashMap<>();

  /// A path that files of all packages but one are moved away from.
  private record Diversion(String to, String by) {}

  private DpkgLists(Overlay overlay) {
    this.overlay = overlay;
    this.diversions = Copies.of(overlay, DIVERSIONS);
    diversions.all().forEach(copy -> divertedBy.put(copy, diversions(copy.content())));
  }

  static boolean isWanted(String path) {
    return path.equals(DIVERSIONS) || (path.startsWith(LISTS) && path.endsWith(LIST));
  }

  static List<FileList> in(Overlay overlay) {
    DpkgLists lists = new DpkgLists(overlay);
    Map<String, String> split = new HashMap<>();
    for (Overlay.Kept file : overlay.kept()) {
      if (file.path().startsWith(DpkgDatabase.SPLIT)
          && !file.path().endsWith(DpkgDatabase.CHECKSUMS)) {
        split.put(file.path(), nameIn(file));
      }
    }
    List<FileList> found = new ArrayList<>();
    for (Overlay.Kept file : overlay.kept()) {
      lists.read(file, split, found);
    }
    return found;
  }

  private void read(Overlay.Kept file, Map<String, String> split, List<FileList> found) {
    String path = file.path();
    if (path.startsWith(LISTS) && path.endsWith(LIST)) {
      found.add(new PathList(this, file.entry(), nameOfList(path), file.content()));
    } else if (path.startsWith(DpkgDatabase.SPLIT) && path.endsWith(DpkgDatabase.CHECKSUMS)) {
      String described = path.substring(0, path.length() - DpkgDatabase.CHECKSUMS.length());
      String plain = described.substring(DpkgDatabase.SPLIT.length());
      PackageName owner = name(split.getOrDefault(described, plain));
      found.add(new ChecksumList(file.entry(), owner, file.content()));
    }
  }

  /// Calls with where the file of a package is that its list has at a path: elsewhere, if that
  /// is diverted, and also there, if it was diverted only later.
  private void place(int entry, PackageName owner, byte[] path, Consumer<byte[]> place) {
    boolean moved = false;
    int layer = overlay.layerOf(entry);
    String from = new String(path, UTF_8);
    for (Copy copy : diversions.all()) {
      Diversion diversion = divertedBy.getOrDefault(copy, Map.of()).get(from);
      if (diversion != null && !diversion.by.equals(owner.name())) {
        place.accept(diversion.to.getBytes(UTF_8));
        moved |= copy.from() <= layer;
      }
    }
    if (!moved) {
      place.accept(path);
    }
  }

  /// Three lines each: from where, to where, for which package (`:` for none).
  private static Map<String, Diversion> diversions(byte[] content) {
    String[] lines = new String(content, UTF_8).split("\n", -1);
    Map<String, Diversion> diversions = new HashMap<>();
    for (int i = 0; i + 2 < lines.length; i += 3) {
      diversions.put(lines[i], new Diversion(lines[i + 1], lines[i + 2]));
    }
    return diversions;
  }

  private static String nameIn(Overlay.Kept file) {
    return Stanzas.in(new String(file.content(), UTF_8)).stream()
        .filter(DpkgStatus::isDescription)
        .map(stanza -> stanza.getOrDefault("package", ""))
        .findFirst()
        .orElse(file.path().substring(DpkgDatabase.SPLIT.length()));
  }

  /// `libc6:amd64.list` belongs to libc6.
  private static PackageName nameOfList(String path) {
    String name = path.substring(LISTS.length(), path.length() - LIST.length());
    int colon = name.indexOf(':');
    return name(colon < 0 ? name : name.substring(0, colon));
  }

  private static PackageName name(String name) {
    return new PackageName(Ecosystem.DPKG, name);
  }

  /// One path on each line.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record PathList(DpkgLists lists, int entry, PackageName owner, byte[] text)
      implements FileList {
    @Override
    public void forEach(Consumer<byte[]> path) {
      if (lists.divertedBy.isEmpty()) {
        Lines.forEach(text, path);
      } else {
        Lines.forEach(text, line -> lists.place(entry, owner, line, path));
      }
    }
  }

  /// A checksum, two blanks and a path on each line.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record ChecksumList(int entry, PackageName owner, byte[] text) implements FileList {
    private static final int CHECKSUM = 34;

    @Override
    public void forEach(Consumer<byte[]> path) {
      Lines.forEach(
          text,
          line -> {
            if (line.length > CHECKSUM) {
              path.accept(Arrays.copyOfRange(line, CHECKSUM, line.length));
            }
          });
    }
  }
}
