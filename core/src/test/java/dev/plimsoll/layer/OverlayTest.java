package dev.plimsoll.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers.Contents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What containers see of layers, case by case: `+` a file that is there, `-` one that a layer
/// hides, with the number of its own layer and of the hiding one.
class OverlayTest {

  static Stream<Arguments> cases() {
    return Stream.of(
        of("whiteout of a file", l -> l.file("a/x", "1"), l -> l.whiteout("a/x"))
            .gives("-1 /a/x by 2"),
        of(
                "whiteout of a directory",
                l -> l.file("a/b/x", "1").file("a/b/c/y", "2").file("a/z", "3"),
                l -> l.whiteout("a/b"))
            .gives("-1 /a/b/x by 2", "-1 /a/b/c/y by 2", "+1 /a/z"),
        of(
                "whiteout hides nothing of its own layer",
                l -> l.file("a/x", "1"),
                l -> l.file("a/x", "2").whiteout("a/x"))
            .gives("-1 /a/x by 2", "+2 /a/x"),
        of("whiteout of what is not there", l -> l.file("a/x", "1"), l -> l.whiteout("b/y"))
            .gives("+1 /a/x"),
        of("whiteout reaches over layers", l -> l.file("x", "1"), l -> {}, l -> l.whiteout("x"))
            .gives("-1 /x by 3"),
        of(
                "removed and put back",
                l -> l.file("a/x", "1"),
                l -> l.whiteout("a"),
                l -> l.file("a/x", "3"))
            .gives("-1 /a/x by 2", "+3 /a/x"),
        of(
                "opaque directory",
                l -> l.file("a/x", "1").file("a/b/y", "1").file("c", "1"),
                l -> l.file("a/z", "2").opaque("a"))
            .gives("-1 /a/x by 2", "-1 /a/b/y by 2", "+1 /c", "+2 /a/z"),
        of("file overwritten", l -> l.file("x", "1"), l -> l.file("x", "22"))
            .gives("-1 /x by 2", "+2 /x"),
        of(
                "directory replaced by a file",
                l -> l.file("a/x", "1").file("a/b/y", "1"),
                l -> l.file("a", "2"))
            .gives("-1 /a/x by 2", "-1 /a/b/y by 2", "+2 /a"),
        of("file replaced by a directory", l -> l.file("a", "1"), l -> l.directory("a"))
            .gives("-1 /a by 2"),
        of("file replaced by what is below it", l -> l.file("a", "1"), l -> l.file("a/x", "2"))
            .gives("-1 /a by 2", "+2 /a/x"),
        of("file replaced by a link", l -> l.file("a", "1"), l -> l.symlink("a", "b"))
            .gives("-1 /a by 2"),
        of(
                "directory named again keeps what it holds",
                l -> l.directory("a").file("a/x", "1"),
                l -> l.directory("a").mode(0700))
            .gives("+1 /a/x"),
        of("path named twice in one layer", l -> l.file("x", "1").file("./x", "22"))
            .gives("-1 /x by 1", "+1 /x"),
        of("spellings of one path", l -> l.file("./a//b/./x", "1"), l -> l.whiteout("/a/b/x"))
            .gives("-1 /a/b/x by 2"),
        of(
                "through a directory's link of the same layer",
                l -> l.file("usr/lib/x", "1"),
                l -> l.symlink("lib", "usr/lib").file("lib/x", "2").file("lib/y", "2"))
            .gives("-1 /usr/lib/x by 2", "+2 /usr/lib/x", "+2 /usr/lib/y"),
        of(
                "below a directory's link of a lower layer",
                l -> l.file("usr/lib/x", "1").symlink("lib", "usr/lib"),
                l -> l.file("lib/x", "2"))
            .gives("+1 /usr/lib/x", "+2 /lib/x"),
        of(
                "whiteout below a directory's link of a lower layer",
                l -> l.file("usr/lib/x", "1").symlink("lib", "/usr/lib"),
                l -> l.whiteout("lib/x"))
            .gives("+1 /usr/lib/x"),
        of(
                "link to a directory replaced by a directory",
                l -> l.file("usr/lib/x", "1").symlink("lib", "usr/lib"),
                l -> l.directory("lib").file("lib/x", "2"))
            .gives("+1 /usr/lib/x", "+2 /lib/x"),
        of(
                "links that lead in a circle",
                l -> l.symlink("a", "b").symlink("b", "a"),
                l -> l.file("a/x", "2"))
            .givesFiles(1),
        of(
                "up through a link",
                l -> l.file("opt/run/x", "1"),
                l -> l.symlink("run", "var/../opt/run").file("run/x", "2"))
            .gives("-1 /opt/run/x by 2", "+2 /opt/run/x"),
        of("climbing out of the root", l -> l.file("../../etc/x", "1")).gives("+1 /etc/x"),
        of("hard link", l -> l.file("a", "123").hardLink("b", "a")).gives("+1 /a", "+1 /b"),
        of(
                "the leftovers of other union file systems",
                l -> l.file(".wh..wh.plnk/1.2", "x").file(".wh..wh.aufs", "").file("x", "1"))
            .givesFiles(2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void showsWhatAContainerSees(Case given) throws SourceException {
    List<String> seen = files(Layers.overlay(KeptFiles.NONE, given.layers));
    if (given.files >= 0) {
      assertThat(seen).hasSize(given.files);
    } else {
      assertThat(seen).containsExactlyInAnyOrderElementsOf(given.expected);
    }
  }

  @Test
  void givesHardLinksTheBytesOfTheirTarget() throws SourceException {
    Overlay overlay =
        Layers.overlay(
            KeptFiles.NONE,
            l -> l.file("a", "123").hardLink("b", "a").hardLink("c", "./b"),
            l -> l.hardLink("d", "/a").hardLink("e", "later").file("later", "12"));
    assertThat(overlay.inode(1)).isEqualTo(0);
    assertThat(overlay.inode(2)).isEqualTo(0);
    assertThat(overlay.inode(3)).as("a link to a lower layer").isEqualTo(0);
    assertThat(overlay.inode(4)).as("a link before its target").isEqualTo(5);
    assertThat(overlay.size(1)).isZero();
    assertThat(overlay.remarks()).isEmpty();
  }

  @Test
  void saysWhereHardLinksLeadNowhere() throws SourceException {
    Overlay overlay = Layers.overlay(KeptFiles.NONE, l -> l.hardLink("a", "nothing"));
    assertThat(overlay.remarks())
        .containsExactly("layer 1 has 1 hard links to nothing; they count as empty files");
  }

  @Test
  void opensFilesThroughTheFinalTreesLinks() throws SourceException {
    Overlay overlay =
        Layers.overlay(
            path -> path.endsWith("os-release") ? 100 : 0,
            l ->
                l.file("usr/lib/os-release", "ID=old")
                    .symlink("etc/os-release", "../usr/lib/os-release"),
            l -> l.file("usr/lib/os-release", "ID=new"));
    Overlay.Found found = overlay.file("/etc/os-release").orElseThrow();
    assertThat(found.path()).isEqualTo("/usr/lib/os-release");
    assertThat(found.layer()).isEqualTo(2);
    assertThat(found.content()).asString(StandardCharsets.UTF_8).isEqualTo("ID=new");
    assertThat(overlay.file("/etc/nothing")).isEmpty();
    assertThat(overlay.file("/etc")).as("a directory").isEmpty();
  }

  /// The files of all layers as the cases write them.
  private static List<String> files(Overlay overlay) {
    List<String> files = new ArrayList<>();
    for (int entry = 0; entry < overlay.entries(); entry++) {
      if (overlay.isFile(entry)) {
        String path = overlay.path(overlay.node(entry));
        int hiddenIn = overlay.hiddenIn(entry);
        files.add(
            (hiddenIn == 0 ? "+" : "-")
                + overlay.layerOf(entry)
                + " "
                + path
                + (hiddenIn == 0 ? "" : " by " + hiddenIn));
      }
    }
    return files;
  }

  private static Case of(String name, Contents... layers) {
    return new Case(name, List.of(layers), List.of(), -1);
  }

  record Case(String name, List<Contents> layers, List<String> expected, int files) {
    Arguments gives(String... lines) {
      return arguments(new Case(name, layers, List.of(lines), -1));
    }

    Arguments givesFiles(int count) {
      return arguments(new Case(name, layers, List.of(), count));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
