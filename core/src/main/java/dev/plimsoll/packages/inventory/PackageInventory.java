package dev.plimsoll.packages.inventory;

import dev.plimsoll.layer.FileProbe;
import dev.plimsoll.layer.KeptFiles;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageDatabase;
import dev.plimsoll.packages.PackageDatabase.Contents;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.apk.ApkDatabase;
import dev.plimsoll.packages.binary.GoPrograms;
import dev.plimsoll.packages.binary.JavaArchives;
import dev.plimsoll.packages.dpkg.DpkgDatabase;
import dev.plimsoll.packages.language.ComposerPackages;
import dev.plimsoll.packages.language.GemPackages;
import dev.plimsoll.packages.language.NpmPackages;
import dev.plimsoll.packages.language.PythonPackages;
import dev.plimsoll.packages.rpm.RpmDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// All packages that layers install, keep or remove, and the files they own.
///
/// `remarks` say what was not understood.
public record PackageInventory(
    List<InstalledPackage> packages, PackageOwners owners, List<String> remarks) {
  /// Where two databases claim a file, the later one here owns it: a package of the operating
  /// system may bring a language's.
  private static final List<PackageDatabase> DATABASES =
      List.of(
          new GoPrograms(),
          new JavaArchives(),
          new PythonPackages(),
          new NpmPackages(),
          new GemPackages(),
          new ComposerPackages(),
          new ApkDatabase(),
          new RpmDatabase(),
          new DpkgDatabase());

  private static final Pattern SYSTEM =
      Pattern.compile(
          "/var/lib/dpkg/status(?:\\.d/.*)?|/(?:usr/)?lib/apk/db/installed"
              + "|/(?:var/lib|usr/lib/sysimage)/rpm/(?:rpmdb\\.sqlite|Packages|Packages\\.db)");

  public PackageInventory {
    packages = List.copyOf(packages);
    remarks = List.copyOf(remarks);
  }

  /// The files of package databases that are looked into.
  public static KeptFiles databases() {
    return DATABASES.stream().map(PackageDatabase::files).reduce(KeptFiles.NONE, KeptFiles::and);
  }

  /// Whether packages of an operating system are listed at this path.
  public static boolean isSystemDatabase(String path) {
    return SYSTEM.matcher(path).matches();
  }

  /// Whether something of packages is read from this path; where only its being there counts, a
  /// byte is.
  public static boolean tells(String path) {
    return databases().mostBytes(path) > 1;
  }

  /// How files are looked into that hold packages of their own.
  public static List<FileProbe> probes() {
    return DATABASES.stream().flatMap(database -> database.probes().stream()).toList();
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
