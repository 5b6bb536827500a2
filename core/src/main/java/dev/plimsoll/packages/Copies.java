package dev.plimsoll.packages;

import dev.plimsoll.layer.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The copies of a file that layers carry, lowest first, each with the layers for which it speaks:
/// from its own until before the one that changes it.
///
/// A database that is deleted speaks on: its packages do not go with it.
public final class Copies {
  private final List<Copy> copies = new ArrayList<>();
  private final int layers;
  private int deletedIn;

  /// A copy; `until` is 0 where it speaks to the end.
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Copy(int entry, String path, byte[] content, int from, int until) {}

  private Copies(Overlay overlay, Predicate<Overlay.Kept> wanted) {
    this.layers = overlay.layers().size();
    List<Overlay.Kept> found = new ArrayList<>();
    for (Overlay.Kept file : overlay.kept()) {
      boolean speaks = overlay.hiddenIn(file.entry()) != overlay.layerOf(file.entry());
      if (speaks && wanted.test(file)) {
        found.add(file);
      }
    }
    for (int i = 0; i < found.size(); i++) {
      Overlay.Kept file = found.get(i);
      int from = overlay.layerOf(file.entry());
      int until = i + 1 < found.size() ? overlay.layerOf(found.get(i + 1).entry()) : 0;
      copies.add(new Copy(file.entry(), file.path(), file.content(), from, until));
      if (until == 0) {
        deletedIn = overlay.hiddenIn(file.entry());
      }
    }
  }

  /// The copies of one database, which may be at several paths.
  public static Copies of(Overlay overlay, Predicate<Overlay.Kept> wanted) {
    return new Copies(overlay, wanted);
  }

  /// The copies of the file at this path.
  public static Copies of(Overlay overlay, String path) {
    return new Copies(overlay, file -> file.path().equals(path));
  }

  public List<Copy> all() {
    return List.copyOf(copies);
  }

  /// The copy that speaks for a layer.
  public Optional<Copy> in(int layer) {
    return copies.stream()
        .filter(copy -> copy.from <= layer && (copy.until == 0 || copy.until > layer))
        .findFirst();
  }

  /// The last layer that a copy speaks for.
  public int lastLayerOf(Copy copy) {
    return copy.until == 0 ? layers : copy.until - 1;
  }

  /// What to say where the database is not there in the end.
  public Optional<String> remark(String database) {
    return deletedIn == 0
        ? Optional.empty()
        : Optional.of(
            "layer %d deletes or replaces the %s database, so what it said last counts"
                .formatted(deletedIn, database));
  }
}
