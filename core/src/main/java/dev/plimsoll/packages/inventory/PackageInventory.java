package dev.plimsoll.packages.inventory;

import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageDatabase.Contents;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.apk.ApkDatabase;
import dev.plimsoll.packages.dpkg.DpkgDatabase;
import dev.plimsoll.packages.rpm.RpmDatabase;
import java.util.ArrayList;
import java.util.List;

/// All packages that layers install, keep or remove, and the files they own.
///
/// `remarks` say what was not understood.
public record PackageInventory(
    List<InstalledPackage> packages, PackageOwners owners, List<String> remarks) {
  /// Where two databases claim a file, the later one here owns it: a package of the operating
  /// system may bring a language's.
  private static final List<PackageDatabase> DATABASES =
      List.of(new ApkDatabase(), new RpmDatabase(), new DpkgDatabase());

  public PackageInventory {
    packages = List.copyOf(packages);
    remarks = List.copyOf(remarks);
  }

  /// The files of package databases that are looked into.
  public static KeptFiles databases() {
    return DATABASES.stream().map(PackageDatabase::files).reduce(KeptFiles.NONE, KeptFiles::and);
  }

  /// Reads all databases that the layers hold.
  public static PackageInventory of(Overlay overlay) {
    List<Sighting> sightings = new ArrayList<>();
    List<FileList> lists = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (PackageDatabase database : DATABASES) {
      Contents contents = database.read(overlay);
      sightings.addAll(contents.sightings());
      lists.addAll(contents.lists());
      remarks.addAll(contents.remarks());
    }
    PackageOwners owners = new PackageOwners(overlay, lists);
    remarks.addAll(owners.remarks());
    return new PackageInventory(Timeline.of(sightings, owners::ownerOf), owners, remarks);
  }
}
