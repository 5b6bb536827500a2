package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FileFacts.OperatingSystem;
import dev.plimsoll.facts.program.CommandLine;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.LayerContents;
import dev.plimsoll.layer.Layers;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is made of an image's layers: groups, operating system, users.
class FileSurveyTest {
  private static final String GCC = "usr/lib/gcc/x86_64-linux-gnu/12/";

  @Test
  void groupsFilesByLayerOwnerClassAndFate() throws SourceException {
    FileFacts facts =
        survey(
                l -> l.file("app/a", "12").file("app/b", "123").file("usr/bin/gcc", "1234"),
                l ->
                    l.whiteout("app/a")
                        .file("usr/include/x.h", "12345")
                        .file("var/lib/dpkg/info/x-dev.list", "/usr/include/x.h\n"))
            .facts();
    assertThat(lines(facts))
        .containsExactly(
            "1 - COMPILER present: 1 files 4 B [/usr/bin/gcc]",
            "1 - OTHER present: 1 files 3 B [/app/b]",
            "1 - OTHER deleted in 2: 1 files 2 B [/app/a]",
            "2 x-dev HEADER present: 1 files 5 B [/usr/include/x.h]",
            "2 - OTHER present: 1 files 17 B [/var/lib/dpkg/info/x-dev.list]");
    assertThat(facts.diskSize()).isEqualTo(new Bytes(2 + 3 + 4 + 5 + 17));
  }

  @Test
  void namesTheThreeLargestFilesOfAGroup() throws SourceException {
    FileFacts facts =
        survey(l -> l.file("a", "1").file("b", "333").file("c", "22").file("d", "4444")).facts();
    assertThat(lines(facts)).containsExactly("1 - OTHER present: 4 files 10 B [/d, /b, /c]");
  }

  @Test
  void countsTheStoredBytesOfFilesAlone() throws SourceException {
    Overlay overlay =
        Layers.overlay(FileSurvey.FILES, l -> l.directory("d").noise("d/a", 5_000).file("b", "x"));
    long pull =
        FileSurvey.of(overlay, CommandLine.NONE, List.of()).facts().groups().stream()
            .mapToLong(group -> group.pull().count())
            .sum();
    LayerContents layer = overlay.layers().getFirst();
    assertThat(pull).isBetween(5_000L, layer.stored().count() - layer.overhead().count());
  }

  @Test
  void putsACompilersPrivateDirectoryTogether() throws SourceException {
    FileFacts facts =
        survey(
                l ->
                    l.file(GCC + "cc1", "1")
                        .file(GCC + "crtbegin.o", "22")
                        .file(GCC + "plugin/libcc1plugin.so", "333")
                        .file(GCC + "include/stdarg.h", "4444")
                        .file("usr/lib/gcc/x86_64-linux-gnu/11/libgcc.a", "55555"))
            .facts();
    assertThat(lines(facts))
        .containsExactly(
            "1 - COMPILER present: 3 files 6 B ["
                + "/"
                + GCC
                + "plugin/libcc1plugin.so, /"
                + GCC
                + "crtbegin.o, /"
                + GCC
                + "cc1]",
            "1 - HEADER present: 1 files 4 B [/" + GCC + "include/stdarg.h]",
            "1 - BUILD_LEFTOVER present: 1 files 5 B [/usr/lib/gcc/x86_64-linux-gnu/11/libgcc.a]");
  }

  @Test
  void leavesToAPackageWhatLiesBesideItsCompiler() throws SourceException {
    FileFacts facts =
        survey(
                l ->
                    l.file(GCC + "cc1", "1")
                        .file(GCC + "crtbegin.o", "22")
                        .file(
                            "var/lib/dpkg/info/libgcc-12-dev:amd64.list",
                            "/" + GCC + "crtbegin.o\n"))
            .facts();
    assertThat(lines(facts))
        .contains(
            "1 - COMPILER present: 1 files 1 B [/" + GCC + "cc1]",
            "1 libgcc-12-dev BUILD_LEFTOVER present: 1 files 2 B [/" + GCC + "crtbegin.o]");
  }

  /// What is left of a compiler that was deleted is none.
  @Test
  void takesNoLeftoverForACompiler() throws SourceException {
    FileFacts facts =
        survey(
                l -> l.file(GCC + "cc1", "1").file(GCC + "crtbegin.o", "22"),
                l -> l.whiteout(GCC + "cc1"))
            .facts();
    assertThat(lines(facts))
        .containsExactly(
            "1 - BUILD_LEFTOVER present: 1 files 2 B [/" + GCC + "crtbegin.o]",
            "1 - COMPILER deleted in 2: 1 files 1 B [/" + GCC + "cc1]");
  }

  @Test
  void countsAFileWithSeveralNamesOnceUnderTheOneThatSaysMost() throws SourceException {
    FileFacts facts =
        survey(l -> l.file("app/data", "1234").hardLink("usr/bin/gcc", "app/data")).facts();
    assertThat(lines(facts))
        .containsExactly(
            "1 - COMPILER present: 1 files 4 B [/usr/bin/gcc]",
            "1 - OTHER present: 1 files 0 B [/app/data]");
  }

  @Test
  void countsAFileAsPresentAsLongAsOneNameIsLeft() throws SourceException {
    FileFacts facts =
        survey(l -> l.file("a", "1234").hardLink("b", "a"), l -> l.whiteout("a")).facts();
    assertThat(lines(facts))
        .containsExactly(
            "1 - OTHER present: 1 files 4 B [/b]", "1 - OTHER deleted in 2: 1 files 0 B [/a]");
  }

  @Test
  void countsAFileAsPresentWhereALaterLayerLinksToIt() throws SourceException {
    FileFacts facts =
        survey(l -> l.file("a", "1234"), l -> l.hardLink("b", "a"), l -> l.whiteout("a")).facts();
    assertThat(lines(facts))
        .containsExactly(
            "1 - OTHER present: 1 files 4 B [/a]", "2 - OTHER present: 1 files 0 B [/b]");
  }

  @Test
  void tellsHowAndByWhichLayerFilesAreHidden() throws SourceException {
    FileFacts facts =
        survey(
                l ->
                    l.file("new", "1")
                        .file("owned", "22")
                        .file("gone", "333")
                        .file("dir/x", "4444")
                        .file("full/x", "55555"),
                l -> l.file("new", "1b").file("owned", "22").owner(7, 7).whiteout("gone"),
                l -> l.whiteout("dir").opaque("full"))
            .facts();
    assertThat(lines(facts))
        .containsExactly(
            "1 - OTHER overwritten in 2: 1 files 1 B [/new]",
            "1 - OTHER copied to change owner or mode in 2: 1 files 2 B [/owned]",
            "1 - OTHER deleted in 2: 1 files 3 B [/gone]",
            "1 - OTHER deleted with a directory above in 3: 1 files 4 B [/dir/x]",
            "1 - OTHER hidden by an opaque directory in 3: 1 files 5 B [/full/x]",
            "2 - OTHER present: 2 files 4 B [/new, /owned]");
    assertThat(facts.waste()).isEqualTo(new Bytes(15));
  }

  @Test
  void listsWhatRunsWithOthersRights() throws SourceException {
    FileFacts facts =
        survey(
                l ->
                    l.file("usr/bin/su", "1")
                        .mode(04755)
                        .file("usr/bin/wall", "1")
                        .mode(02755)
                        .owner(0, 5)
                        .file("usr/bin/gone", "1")
                        .mode(04755)
                        .directory("tmp")
                        .mode(01777)
                        .file("usr/bin/cat", "1")
                        .mode(0755)
                        .file("var/lib/dpkg/info/login.list", "/usr/bin/su\n"),
                l -> l.whiteout("usr/bin/gone").file("app/helper", "1").mode(06711).owner(7, 8))
            .facts();
    assertThat(facts.privileged())
        .containsExactly(
            new PrivilegedFile(
                "/usr/bin/su", 04755, 0, 0, false, 1, new PackageName(Ecosystem.DPKG, "login")),
            new PrivilegedFile("/usr/bin/wall", 02755, 0, 5, false, 1, null),
            new PrivilegedFile("/app/helper", 06711, 7, 8, false, 2, null));
    assertThat(facts.privileged()).filteredOn(PrivilegedFile::isSetuid).hasSize(2);
    assertThat(facts.privileged()).filteredOn(PrivilegedFile::isSetgid).hasSize(2);
  }

  @Test
  void countsBothFatesOfAPathNamedTwice() throws SourceException {
    FileFacts facts = survey(l -> l.file("a", "1234").file("a", "12")).facts();
    assertThat(lines(facts))
        .containsExactly(
            "1 - OTHER present: 1 files 2 B [/a]", "1 - OTHER overwritten in 1: 1 files 4 B [/a]");
  }

  @Test
  void readsTheOperatingSystemOfTheFinalTree() throws SourceException {
    FileSurvey.Survey survey =
        survey(
            l -> l.file("etc/motd", ""),
            l ->
                l.file("usr/lib/os-release", "ID=debian\nVERSION_ID=\"11\"\n")
                    .symlink("etc/os-release", "../usr/lib/os-release"),
            l ->
                l.file(
                    "usr/lib/os-release",
                    "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n"
                        + "VERSION_ID='12'\n#ID=none\n"));
    assertThat(survey.facts().operatingSystem())
        .isEqualTo(new OperatingSystem("debian", "12", "Debian GNU/Linux 12 (bookworm)", 3));
    assertThat(survey.systemLayer()).as("the lowest").isEqualTo(2);
  }

  @Test
  void knowsOfNoOperatingSystemWhereThereIsNone() throws SourceException {
    FileSurvey.Survey survey = survey(l -> l.file("app", "1"));
    assertThat(survey.facts().operatingSystem()).isNull();
    assertThat(survey.systemLayer()).isZero();
    assertThat(survey.facts().users()).isNull();
  }

  @Test
  void readsUsers() throws SourceException {
    FileFacts facts =
        survey(
                l ->
                    l.file(
                        "etc/passwd",
                        "root:x:0:0:root:/root:/bin/sh\n#old:x:9:9::/:\napp:x:10001:0::/:\n"
                            + "app:x:0:0::/:\nbroken\nname:x:letters:0::/:\n"))
            .facts();
    assertThat(facts.users())
        .containsEntry("root", 0L)
        .containsEntry("app", 10001L)
        .containsEntry("name", 0L);
  }

  /// uv links what it installs from its cache: without the cache the bytes are there all the same.
  @Test
  void givesBytesThatAreUsedToWhatUsesThemAndNotToTheCacheTheyCameBy() throws SourceException {
    FileFacts facts =
        survey(
                l ->
                    l.file("root/.cache/uv/archive-v0/x/lib.so", "1234")
                        .hardLink("app/.venv/lib.so", "root/.cache/uv/archive-v0/x/lib.so"))
            .facts();

    assertThat(lines(facts))
        .containsExactly(
            "1 - PIP_CACHE present: 1 files 0 B [/root/.cache/uv/archive-v0/x/lib.so]",
            "1 - OTHER present: 1 files 4 B [/app/.venv/lib.so]");
  }

  /// A line that a reader of ours passes over is none that a runtime passes over.
  @Test
  void readsUsersAsRuntimesDo() throws SourceException {
    FileFacts facts =
        survey(
                l ->
                    l.file(
                        "etc/passwd",
                        "app:x:x:0::/:\napp:x:1000:0::/:\n  led:x:0:0::/:\nled:x:1000:0::/:\n"))
            .facts();
    assertThat(facts.users()).containsEntry("app", 0L).containsEntry("led", 0L);
  }

  @Test
  void knowsOfNoUsersOnceALaterLayerDeletesThem() throws SourceException {
    assertThat(
            survey(l -> l.file("etc/passwd", "root:x:0:0:::\n"), l -> l.whiteout("etc/passwd"))
                .facts()
                .users())
        .isNull();
  }

  @Test
  void saysWhatWasNotRead() throws SourceException {
    FileFacts facts =
        survey(
                l ->
                    l.zeroes("etc/passwd", 2 << 20)
                        .symlink("etc/os-release", "/etc/other")
                        .file("etc/other", "ID=x"))
            .facts();
    assertThat(facts.users()).isNull();
    assertThat(facts.remarks())
        .containsExactly(
            "layer 1 has a /etc/passwd of 2.0 MiB, too large to be read",
            "/etc/os-release leads to /etc/other, which was not read",
            "/etc/passwd was not read");
  }

  @Test
  void keepsWhatRulesAskForAmongManyRemarks() throws SourceException {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      before.add("something was skipped: " + i);
    }
    String gap = "layer 9 holds more to be looked into than there is room for; some was not read";
    before.add(gap);
    FileFacts facts =
        FileSurvey.of(
                Layers.overlay(FileSurvey.FILES, l -> l.file("a", "a")), CommandLine.NONE, before)
            .facts();

    assertThat(facts.remarks()).startsWith(gap).endsWith("and 21 more remarks").hasSize(41);
    assertThat(facts.gap(Concern.SECRETS)).isPresent();
  }

  private static FileSurvey.Survey survey(Layers.Contents... layers) throws SourceException {
    return FileSurvey.of(Layers.overlay(FileSurvey.FILES, layers), CommandLine.NONE, List.of());
  }

  private static List<String> lines(FileFacts facts) {
    return facts.groups().stream().map(FileSurveyTest::line).toList();
  }

  private static String line(FileGroup group) {
    return "%d %s %s %s: %d files %s %s"
        .formatted(
            group.layer(),
            group.owner() == null ? "-" : group.owner(),
            group.fileClass(),
            group.hidden() == null
                ? "present"
                : group.hidden().how().phrase() + " in " + group.hidden().layer(),
            group.files(),
            group.disk(),
            group.largest().stream().map(FileGroup.SizedPath::path).toList());
  }
}
