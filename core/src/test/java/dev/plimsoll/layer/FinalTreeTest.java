package dev.plimsoll.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers.Contents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/// The final tree with types, modes, owners and times; and how what it lacks was hidden.
class FinalTreeTest {
  @Test
  void showsTypeModeOwnerAndTime() throws SourceException {
    assertThat(
            tree(
                l ->
                    l.directory("a")
                        .mode(01777)
                        .file("a/x", "12345")
                        .mode(04755)
                        .owner(1000, 50)
                        .modified(77)
                        .symlink("a/l", "x/y")))
        .containsExactly(
            "DIRECTORY / 0 755 0:0 0 implied",
            "DIRECTORY /a 0 1777 0:0 1750000000 layer 1",
            "FILE /a/x 5 4755 1000:50 77 layer 1",
            "SYMLINK /a/l 3 777 0:0 1750000000 layer 1 -> x/y");
  }

  @Test
  void marksDirectoriesThatNoEntryNames() throws SourceException {
    assertThat(tree(l -> l.file("a/b/x", "")))
        .contains("DIRECTORY /a 0 755 0:0 0 implied", "DIRECTORY /a/b 0 755 0:0 0 implied");
  }

  @Test
  void keepsALowerLayersDirectoryWhereALaterOneOnlyAddsToIt() throws SourceException {
    assertThat(
            tree(
                l -> l.directory("a").mode(0700).owner(5, 5),
                l -> l.file("a/x", "").file("a/y", "").whiteout("a/z")))
        .contains("DIRECTORY /a 0 700 5:5 1750000000 layer 1");
  }

  @Test
  void givesAllNamesOfAFileTheAttributesOfTheLast() throws SourceException {
    assertThat(
            tree(
                l ->
                    l.file("x", "12")
                        .mode(0600)
                        .hardLink("y", "x")
                        .mode(0640)
                        .owner(7, 7)
                        .modified(3)))
        .contains("FILE /x 2 640 7:7 3 layer 1", "FILE /y 2 640 7:7 3 layer 1");
  }

  @Test
  void readsOwnersAndTimesFromPaxHeaders() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      TarArchiveEntry file = new TarArchiveEntry("x");
      file.setUserId(3_000_000_000L);
      file.setGroupId(3_000_001);
      file.setMode(0755);
      file.setModTime(java.nio.file.attribute.FileTime.fromMillis(1_600_000_000_999L));
      file.addPaxHeader("SCHILY.xattr.security.capability", "1");
      out.putArchiveEntry(file);
      out.closeArchiveEntry();
      TarArchiveEntry pipe = new TarArchiveEntry("pipe", TarConstants.LF_FIFO);
      pipe.setModTime(-1000L);
      out.putArchiveEntry(pipe);
      out.closeArchiveEntry();
      out.putArchiveEntry(new TarArchiveEntry("block", TarConstants.LF_BLK));
      out.closeArchiveEntry();
    }
    LayerContents layer = Layers.read(ImageBuilder.gzip(bytes.toByteArray()), KeptFiles.NONE);
    Overlay overlay = Layers.overlay(List.of(layer));
    assertThat(shown(overlay))
        .contains("FILE /x 0 755 3000000000:3000001 1600000000 layer 1")
        .anyMatch(line -> line.matches("PIPE /pipe 0 \\d+ 0:0 0 layer 1"))
        .anyMatch(line -> line.startsWith("BLOCK_DEVICE /block "));
    assertThat(overlay.hasCapabilities(0)).isTrue();
    assertThat(overlay.hasCapabilities(1)).isFalse();
  }

  @Test
  void tellsHowEntriesWereHidden() throws SourceException {
    Overlay overlay =
        Layers.overlay(
            KeptFiles.NONE,
            l ->
                l.file("over", "1")
                    .file("gone", "1")
                    .file("d/with", "1")
                    .file("o/opaque", "1")
                    .file("chown", "1")
                    .modified(5)
                    .file("chmod", "1")
                    .modified(5)
                    .file("same", "1")
                    .modified(5)
                    .file("touched", "1")
                    .modified(5)
                    .file("place/taken", "1")
                    .file("stays", "1"),
            l ->
                l.file("over", "2")
                    .owner(1, 1)
                    .modified(9)
                    .whiteout("gone")
                    .whiteout("d")
                    .opaque("o")
                    .file("chown", "1")
                    .owner(1, 1)
                    .modified(5)
                    .file("chmod", "1")
                    .mode(0777)
                    .modified(5)
                    .file("same", "1")
                    .modified(5)
                    .file("touched", "1")
                    .owner(1, 1)
                    .modified(6)
                    .file("place", "1"));
    assertThat(hidings(overlay))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "/over", "OVERWRITTEN",
                "/gone", "DELETED",
                "/d/with", "DELETED_WITH_DIRECTORY",
                "/o/opaque", "OPAQUE",
                "/chown", "COPIED_FOR_ATTRIBUTES",
                "/chmod", "COPIED_FOR_ATTRIBUTES",
                "/same", "OVERWRITTEN",
                "/touched", "OVERWRITTEN",
                "/place/taken", "DELETED_WITH_DIRECTORY",
                "/stays", "null"));
  }

  @Test
  void takesNoFileForACopyThatItsOwnLayerNamesTwice() throws SourceException {
    Overlay overlay =
        Layers.overlay(KeptFiles.NONE, l -> l.file("x", "1").file("x", "1").owner(1, 1));
    assertThat(overlay.hiding(0)).isEqualTo(Hiding.OVERWRITTEN);
  }

  private static Map<String, String> hidings(Overlay overlay) {
    Map<String, String> hidings = new java.util.HashMap<>();
    for (int entry = 0; entry < overlay.entries(); entry++) {
      if (overlay.isFile(entry) && overlay.layerOf(entry) == 1) {
        hidings.put(overlay.path(overlay.node(entry)), String.valueOf(overlay.hiding(entry)));
      }
    }
    return hidings;
  }

  private static List<String> tree(Contents... layers) throws SourceException {
    return shown(Layers.overlay(KeptFiles.NONE, layers));
  }

  private static List<String> shown(Overlay overlay) {
    List<String> shown = new ArrayList<>();
    overlay.walk(
        at ->
            shown.add(
                "%s %s %d %o %d:%d %d %s%s"
                    .formatted(
                        at.type(),
                        at.path(),
                        at.size(),
                        at.mode(),
                        at.uid(),
                        at.gid(),
                        at.modified(),
                        at.layer() == 0 ? "implied" : "layer " + at.layer(),
                        at.target() == null ? "" : " -> " + at.target())));
    return shown;
  }
}
