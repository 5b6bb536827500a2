package dev.plimsoll.packages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The packages that one kind of database records, copy after copy; one that a copy records as
/// the copy before did takes up no more room.
public final class Sightings {
  /// Far more than anybody installs; each takes up some hundred bytes.
  private static final int MOST = 20_000;

  /// How a remark ends where there are more packages than are taken in.
  public static final String CUT = " packages of one kind; the others were not read";

  private final List<Sighting> all = new ArrayList<>();
  private final Map<Release, Integer> newest = new HashMap<>();
  private boolean cut;

  private record Release(PackageName name, String location, String version, String architecture) {
    static Release of(Sighting sighting) {
      PackageRecord record = sighting.record();
      return new Release(
          record.name(), sighting.location(), record.version(), record.architecture());
    }
  }

  /// Adds a sighting; false where there are too many.
  public boolean add(Sighting sighting) {
    Release release = Release.of(sighting);
    Integer known = newest.get(release);
    if (known != null && all.get(known).until() == sighting.from()) {
      int from = all.get(known).from();
      all.set(
          known,
          new Sighting(
              sighting.record(), sighting.location(), sighting.entry(), from, sighting.until()));
      return true;
    }
    if (all.size() < MOST) {
      newest.put(release, all.size());
      all.add(sighting);
      return true;
    }
    cut = true;
    return false;
  }

  /// All, with what successive copies say alike put together.
  public List<Sighting> all() {
    return all;
  }

  /// What to say where there were too many.
  List<String> remarks() {
    return cut ? List.of("there are more than " + MOST + CUT) : List.of();
  }
}
