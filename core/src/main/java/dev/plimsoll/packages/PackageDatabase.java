package dev.plimsoll.packages;

import dev.plimsoll.layer.FileProbe;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import java.util.ArrayList;
import java.util.List;

/// One kind of package database, and how it is read out of the layers that carry it.
public interface PackageDatabase {
  /// The files that are looked into.
  KeptFiles files();

  /// How larger files are looked into.
  default List<FileProbe> probes() {
    return List.of();
  }

  /// Reads all that the layers hold. What is not understood ends in a remark.
  Contents read(Overlay overlay);

  /// What databases say: which packages there are, which files they own, and, as sentences,
  /// what was not understood.
  record Contents(List<Sighting> sightings, List<FileList> lists, List<String> remarks) {
    /// The same, with what is to be said of the packages.
    public static Contents of(Sightings sightings, List<FileList> lists, List<String> remarks) {
      List<String> all = new ArrayList<>(remarks);
      all.addAll(sightings.remarks());
      return new Contents(sightings.all(), lists, all);
    }

    public Contents {
      sightings = List.copyOf(sightings);
      lists = List.copyOf(lists);
      remarks = List.copyOf(remarks);
    }
  }
}
