package dev.plimsoll.packages.inventory;

import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Puts together what successive copies of databases say: a package that is in two of them in the
/// same version was there all the time, one in another version was replaced.
final class Timeline {
  private static final Comparator<InstalledPackage> ORDER =
      Comparator.comparing(InstalledPackage::name)
          .thenComparing(InstalledPackage::location)
          .thenComparingInt(InstalledPackage::layer)
          .thenComparing(InstalledPackage::version);

  private record Place(PackageName name, String location) {}

  /// A package in one version, as long as it was there without a break.
  private static final class Stay {
    private final int from;
    private PackageRecord record;
    private int entry;
    private int until;

    Stay(Sighting first) {
      from = first.from();
      record = first.record();
      entry = first.entry();
      until = first.until();
    }

    boolean isContinuedBy(Sighting next) {
      return until == next.from()
          && record.version().equals(next.record().version())
          && record.architecture().equals(next.record().architecture());
    }

    void continueBy(Sighting next) {
      record = next.record();
      entry = next.entry();
      until = next.until();
    }
  }

  private Timeline() {}

  /// All packages that ever were there; `supplier` knows the owner of a database's entry.
  static List<InstalledPackage> of(
      List<Sighting> sightings, Function<Integer, Optional<PackageName>> supplier) {
    Map<Place, List<Stay>> stays = new LinkedHashMap<>();
    sightings.stream()
        .filter(sighting -> sighting.from() != sighting.until())
        .sorted(Comparator.comparingInt(Sighting::from))
        .forEach(sighting -> add(sighting, stays));
    List<InstalledPackage> packages = new ArrayList<>();
    stays.forEach(
        (place, there) -> {
          Map<Integer, String> successors = successors(there);
          for (Stay stay : there) {
            packages.add(
                new InstalledPackage(
                    stay.record,
                    place.location,
                    stay.from,
                    stay.until,
                    successors.get(stay.until),
                    supplierOf(stay, supplier)));
          }
        });
    packages.sort(ORDER);
    return packages;
  }

  private static void add(Sighting sighting, Map<Place, List<Stay>> stays) {
    Place place = new Place(sighting.record().name(), sighting.location());
    List<Stay> there = stays.computeIfAbsent(place, _ -> new ArrayList<>());
    for (Stay stay : there) {
      if (stay.isContinuedBy(sighting)) {
        stay.continueBy(sighting);
        return;
      }
    }
    there.add(new Stay(sighting));
  }

  /// The version that each layer put in a package's place, the first where there are several.
  private static Map<Integer, String> successors(List<Stay> there) {
    Map<Integer, String> byLayer = new HashMap<>();
    there.forEach(stay -> byLayer.putIfAbsent(stay.from, stay.record.version()));
    return byLayer;
  }

  private static @Nullable PackageName supplierOf(
      Stay stay, Function<Integer, Optional<PackageName>> supplier) {
    return stay.record.name().ecosystem().isOperatingSystem()
        ? null
        : supplier
            .apply(stay.entry)
            .filter(name -> name.ecosystem().isOperatingSystem())
            .orElse(null);
  }
}
