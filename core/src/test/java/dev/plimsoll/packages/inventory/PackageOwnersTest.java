package dev.plimsoll.packages.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.LayerBuilder;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.PackageName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who owns the files of each layer, by the databases that the layers carry.
class PackageOwnersTest {
  private static final String INFO = "var/lib/dpkg/info/";

  @Test
  void readsDpkgsLists() throws SourceException {
    assertThat(
            owners(
                l -> l.file("usr/bin/ls", "1").file("app/x", "2"),
                l -> list(l, "coreutils", "/.", "/usr", "/usr/bin", "/usr/bin/ls")))
        .containsExactly("1 /usr/bin/ls coreutils", "1 /app/x -");
  }

  @Test
  void leavesTheArchitectureOut() throws SourceException {
    assertThat(
            owners(
                l -> list(l.file("usr/lib/libc.so.6", "1"), "libc6:amd64", "/usr/lib/libc.so.6")))
        .containsExactly("1 /usr/lib/libc.so.6 libc6");
  }

  /// Lists say /lib where the tree has usr/lib behind a link, also where the link comes later.
  @Test
  void seesThroughLinksToDirectories() throws SourceException {
    assertThat(
            owners(
                l -> l.symlink("lib", "usr/lib").file("usr/lib/x86/libc.so.6", "1"),
                l -> list(l, "libc6:amd64", "/lib/x86/libc.so.6")))
        .containsExactly("1 /usr/lib/x86/libc.so.6 libc6");
  }

  @Test
  void keepsOwnersThoughALaterLayerDeletesTheDatabase() throws SourceException {
    assertThat(
            owners(
                l -> list(l.file("usr/bin/gcc", "1"), "gcc", "/usr/bin/gcc"),
                l -> l.whiteout("var/lib/dpkg"),
                l -> l.file("usr/bin/gcc", "mine")))
        .containsExactly("1 /usr/bin/gcc gcc", "3 /usr/bin/gcc -");
  }

  @Test
  void tellsWhatALayerInstalledAndALaterOneRemoved() throws SourceException {
    assertThat(
            owners(
                l -> list(l.file("usr/bin/ls", "1"), "coreutils", "/usr/bin/ls"),
                l -> list(l.file("usr/bin/gcc", "2"), "gcc-12", "/usr/bin/gcc"),
                l -> l.whiteout("usr/bin/gcc").whiteout(INFO + "gcc-12.list")))
        .containsExactly("1 /usr/bin/ls coreutils", "2 /usr/bin/gcc gcc-12");
  }

  @Test
  void givesAPathToThePackageThatHeldItInEachLayer() throws SourceException {
    assertThat(
            owners(
                l -> list(l.file("usr/bin/awk", "1"), "mawk", "/usr/bin/awk"),
                l ->
                    list(l.file("usr/bin/awk", "2"), "gawk", "/usr/bin/awk")
                        .whiteout(INFO + "mawk.list"),
                l -> l.file("usr/bin/awk", "3")))
        .containsExactly("1 /usr/bin/awk mawk", "2 /usr/bin/awk gawk", "3 /usr/bin/awk gawk");
  }

  @Test
  void readsDistrolesssSplitDatabase() throws SourceException {
    assertThat(
            owners(
                l ->
                    l.file("usr/lib/libssl.so.3", "1")
                        .file("var/lib/dpkg/status.d/bGlic3NsMw", "Package: libssl3\nVersion: 3\n")
                        .file(
                            "var/lib/dpkg/status.d/bGlic3NsMw.md5sums",
                            "0123456789abcdef0123456789abcdef  usr/lib/libssl.so.3\n")))
        .containsExactly("1 /usr/lib/libssl.so.3 libssl3");
  }

  @Test
  void saysWhichPackagesHaveNoList() throws SourceException {
    String status =
        """
        Package: gcc-12
        Status: install ok installed

        Package: gone
        Status: deinstall ok config-files

        Package: ls
        Status: install ok installed
        """;
    Overlay overlay =
        Layers.overlay(
            PackageInventory.databases(),
            l -> list(l.file("var/lib/dpkg/status", status), "ls", "/bin/ls"));
    assertThat(PackageInventory.of(overlay).remarks())
        .containsExactly(
            "dpkg lists no files of 1 installed packages (gcc-12); their files count as no"
                + " package's");
  }

  private static LayerBuilder list(LayerBuilder layer, String name, String... paths) {
    return layer.file(INFO + name + ".list", String.join("\n", paths) + "\n");
  }

  /// Each file outside of the databases: layer, path, owner.
  private static List<String> owners(Layers.Contents... layers) throws SourceException {
    Overlay overlay = Layers.overlay(PackageInventory.databases(), layers);
    PackageOwners owners = PackageInventory.of(overlay).owners();
    List<String> found = new ArrayList<>();
    for (int entry = 0; entry < overlay.entries(); entry++) {
      String path = overlay.isFile(entry) ? overlay.path(overlay.node(entry)) : "/var/lib/dpkg";
      if (!path.startsWith("/var/lib/dpkg")) {
        found.add(
            overlay.layerOf(entry)
                + " "
                + path
                + " "
                + owners.ownerOf(entry).map(PackageName::name).orElse("-"));
      }
    }
    return found;
  }
}
