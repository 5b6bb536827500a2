package dev.plimsoll.packages.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Trait;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the difference between the databases of layers tells: who installed, replaced and removed
/// what.
class PackageInventoryTest {
  private static final String STATUS = "var/lib/dpkg/status";

  @Test
  void tellsWhichLayerInstalledReplacedAndRemovedWhat() throws SourceException {
    assertThat(
            packages(
                l -> l.file(STATUS, status("libc6 2.36", "ls 9", "perl 5")),
                l -> l.file("app", "1"),
                l -> l.file(STATUS, status("libc6 2.37", "ls 9", "perl 5", "gcc 12")),
                l -> l.file(STATUS, status("libc6 2.37", "ls 9", "curl 7"))))
        .containsExactly(
            "curl 7 since 4",
            "gcc 12 since 3 until 4",
            "libc6 2.36 since 1 until 3 replaced by 2.37",
            "libc6 2.37 since 3",
            "ls 9 since 1",
            "perl 5 since 1 until 4");
  }

  @Test
  void tellsApartAPackageRemovedAndInstalledAgain() throws SourceException {
    assertThat(
            packages(
                l -> l.file(STATUS, status("gcc 12", "ls 9")),
                l -> l.file(STATUS, status("ls 9")),
                l -> l.file(STATUS, status("gcc 12", "ls 9"))))
        .containsExactly("gcc 12 since 1 until 2", "gcc 12 since 3", "ls 9 since 1");
  }

  @Test
  void keepsPackagesWhoseDatabaseIsDeleted() throws SourceException {
    PackageInventory inventory =
        inventory(l -> l.file(STATUS, status("ls 9")), l -> l.whiteout("var/lib/dpkg"));
    assertThat(lines(inventory)).containsExactly("ls 9 since 1");
    assertThat(inventory.remarks())
        .contains("layer 2 deletes or replaces the dpkg database, so what it said last counts");
  }

  @Test
  void leavesOutWhatDpkgOnlyRemembers() throws SourceException {
    assertThat(
            packages(
                l ->
                    l.file(
                        STATUS,
                        "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n"
                            + status("ls 9"))))
        .containsExactly("ls 9 since 1");
  }

  @Test
  void readsWhatDpkgSaysOfAPackage() throws SourceException {
    String stanza =
        """
        Package: bash
        Essential: yes
        Status: install ok installed
        Priority: required
        Installed-Size: 7164
        Architecture: amd64
        Multi-Arch: foreign
        Source: bash-src (5.2)
        Version: 5.2.15-2+b2
        Depends: base-files (>= 2.1.12), debianutils:any (>= 5.6-0.1) |
         other
        Pre-Depends: libc6 (>= 2.36)
        Recommends: bash-completion (>= 20060301-0)
        Provides: shell (= 1), sh
        Description: GNU Bourne Again SHell
         Depends: no
        """;
    PackageRecord bash = inventory(l -> l.file(STATUS, stanza)).packages().getFirst().record();
    assertThat(bash.version()).isEqualTo("5.2.15-2+b2");
    assertThat(bash.architecture()).isEqualTo("amd64");
    assertThat(bash.source()).isEqualTo("bash-src");
    assertThat(bash.priority()).isEqualTo("required");
    assertThat(bash.size().count()).isEqualTo(7164 << 10);
    assertThat(bash.relations().depends()).hasToString("[base-files, debianutils | other]");
    assertThat(bash.relations().preDepends()).hasToString("[libc6]");
    assertThat(bash.relations().recommends()).hasToString("[bash-completion]");
    assertThat(bash.relations().provides()).containsExactly("shell", "sh");
    assertThat(bash.traits()).containsExactly(Trait.ESSENTIAL);
  }

  @Test
  void readsAptsMarksOfTheLastLayerThatHadThePackage() throws SourceException {
    String marks = "var/lib/apt/extended_states";
    String automatic = "Package: %s\nArchitecture: amd64\nAuto-Installed: %d\n\n";
    List<InstalledPackage> packages =
        inventory(
                l ->
                    l.file(STATUS, status("a 1", "b 1", "c 1"))
                        .file(marks, automatic.formatted("a", 1) + automatic.formatted("b", 1)),
                l -> l.file(marks, automatic.formatted("a", 0) + automatic.formatted("b", 1)))
            .packages();
    assertThat(packages.stream().map(p -> p.name() + " " + p.record().traits()))
        .containsExactly("a [MANUAL]", "b [AUTOMATIC]", "c [MANUAL]");
  }

  @Test
  void knowsNoMarksWithoutApt() throws SourceException {
    assertThat(
            inventory(l -> l.file(STATUS, status("a 1"))).packages().getFirst().record().traits())
        .isEmpty();
  }

  @Test
  void readsNoMorePackagesThanAnybodyInstalls() throws SourceException {
    String[] many = IntStream.range(0, 20_001).mapToObj(i -> "p" + i + " 1").toArray(String[]::new);
    PackageInventory inventory =
        inventory(l -> l.file(STATUS, status(many)), l -> l.file(STATUS, status("p0 1", "q 1")));
    assertThat(inventory.packages()).hasSize(20_000);
    assertThat(inventory.remarks())
        .contains("there are more than 20000 packages of one kind; the others were not read");
  }

  private static List<String> packages(Layers.Contents... layers) throws SourceException {
    return lines(inventory(layers));
  }

  private static PackageInventory inventory(Layers.Contents... layers) throws SourceException {
    return PackageInventory.of(Layers.overlay(PackageInventory.databases(), layers));
  }

  private static List<String> lines(PackageInventory inventory) {
    return inventory.packages().stream().map(PackageInventoryTest::line).toList();
  }

  private static String line(InstalledPackage installed) {
    return installed.name()
        + " "
        + installed.version()
        + " since "
        + installed.layer()
        + (installed.present() ? "" : " until " + installed.removedIn())
        + (installed.replacedBy() == null ? "" : " replaced by " + installed.replacedBy());
  }

  private static String status(String... packages) {
    return Stream.of(packages)
        .map(text -> text.split(" ", -1))
        .map(
            nameAndVersion ->
                """
                Package: %s
                Status: install ok installed
                Architecture: amd64
                Version: %s

                """
                    .formatted((Object[]) nameAndVersion))
        .collect(Collectors.joining());
  }
}
