package dev.plimsoll.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives by other writers, in all dialects: GNU tar, and Commons Compress with whatever names
/// and sizes.
class TarDialectsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"v7", "ustar", "gnu", "oldgnu", "posix"})
  void readsWhatGnuTarWrites(String format) throws IOException, InterruptedException {
    boolean longNames = !format.equals("v7") && !format.equals("ustar");
    Path root = Files.createDirectories(directory.resolve("root"));
    Files.createDirectories(root.resolve("usr/lib"));
    Files.write(root.resolve("usr/lib/one"), new byte[1]);
    Files.write(root.resolve("usr/lib/block"), new byte[512]);
    Files.write(root.resolve("usr/lib/more"), new byte[513]);
    Files.writeString(root.resolve("grüße"), "ä");
    Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
    Files.createLink(root.resolve("usr/lib/other"), root.resolve("usr/lib/one"));
    List<String> expected = new ArrayList<>();
    expected.addAll(List.of("DIRECTORY / 0 ", "DIRECTORY /usr 0 ", "DIRECTORY /usr/lib 0 "));
    expected.addAll(
        List.of(
            "FILE /usr/lib/block 512 ",
            "FILE /usr/lib/more 513 ",
            "FILE /usr/lib/one 1 ",
            "HARD_LINK /usr/lib/other 0 ./usr/lib/one",
            "FILE /grüße 2 ",
            "SYMLINK /lib 0 usr/lib"));
    if (longNames) {
      String deep = "d".repeat(90) + "/" + "e".repeat(200);
      Files.createDirectories(root.resolve(deep).getParent());
      Files.createSymbolicLink(root.resolve(deep), Path.of("t".repeat(300)));
      expected.add("DIRECTORY /" + "d".repeat(90) + " 0 ");
      expected.add("SYMLINK /" + deep + " 0 " + "t".repeat(300));
    }
    byte[] archive = tar(root, "--sort=name", "--format=" + format, ".");
    assertThat(LayerReaderTest.paths(Layers.read(archive, KeptFiles.NONE)))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({"gnu,0.0", "oldgnu,0.0", "posix,0.0", "posix,0.1", "posix,1.0"})
  void tellsTheSizeOfFilesWithHoles(String format, String version)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(directory.resolve("root"));
    try (RandomAccessFile file = new RandomAccessFile(root.resolve("holes").toFile(), "rw")) {
      for (long at = 0; at < 40; at++) { // more holes than one header has room for
        file.seek(at << 20);
        file.write(new byte[4096]);
      }
      file.setLength(50 << 20);
    }
    Files.write(root.resolve("last"), new byte[7]);
    byte[] archive =
        tar(
            root,
            "--format=" + format,
            "--sparse",
            "--hole-detection=raw",
            "--sparse-version=" + version,
            "holes",
            "last");
    assertThat(archive.length).isLessThan(1 << 20);
    assertThat(LayerReaderTest.paths(Layers.read(archive, KeptFiles.NONE)))
        .containsExactly("FILE /holes " + (50 << 20) + " ", "FILE /last 7 ");
  }

  @Property(tries = 300)
  void readsWhatCommonsCompressWrites(
      @ForAll("archives") List<Written> entries, @ForAll boolean posix) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> expected = new ArrayList<>();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
      out.setLongFileMode(
          posix ? TarArchiveOutputStream.LONGFILE_POSIX : TarArchiveOutputStream.LONGFILE_GNU);
      out.setBigNumberMode(
          posix ? TarArchiveOutputStream.BIGNUMBER_POSIX : TarArchiveOutputStream.BIGNUMBER_STAR);
      out.setAddPaxHeadersForNonAsciiNames(posix);
      for (Written entry : entries) {
        entry.writeTo(out);
        expected.add(entry.expected());
      }
    }
    LayerContents layer = Layers.read(bytes.toByteArray(), KeptFiles.NONE);
    assertThat(LayerReaderTest.paths(layer)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<List<Written>> archives() {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withChars("abcxyz0189-_ .äß漢")
            .ofMinLength(1)
            .ofMaxLength(140)
            .map(name -> "n" + name + "n");
    Arbitrary<String> paths = names.list().ofMinSize(1).ofMaxSize(4).map(p -> String.join("/", p));
    Arbitrary<Character> types = Arbitraries.of('0', '5', '2', '1', '3');
    return Combinators.combine(types, paths, paths, Arbitraries.integers().between(0, 3000))
        .as(Written::new)
        .list()
        .ofMaxSize(20);
  }

  /// An entry as it is written, and how it should be read.
  record Written(char type, String path, String target, int size) {
    void writeTo(TarArchiveOutputStream out) throws IOException {
      byte flag =
          switch (type) {
            case '5' -> TarConstants.LF_DIR;
            case '2' -> TarConstants.LF_SYMLINK;
            case '1' -> TarConstants.LF_LINK;
            case '3' -> TarConstants.LF_CHR;
            default -> TarConstants.LF_NORMAL;
          };
      TarArchiveEntry entry = new TarArchiveEntry(path, flag);
      if (type == '2' || type == '1') {
        entry.setLinkName(target);
      }
      entry.setSize(type == '0' ? size : 0);
      entry.setIds(3_000_000, 3_000_000); // larger than octal digits hold
      out.putArchiveEntry(entry);
      out.write(new byte[type == '0' ? size : 0]);
      out.closeArchiveEntry();
    }

    String expected() {
      return switch (type) {
        case '5' -> "DIRECTORY /" + path + " 0 ";
        case '2' -> "SYMLINK /" + path + " 0 " + target;
        case '1' -> "HARD_LINK /" + path + " 0 " + target;
        case '3' -> "CHARACTER_DEVICE /" + path + " 0 ";
        default -> "FILE /" + path + " " + size + " ";
      };
    }
  }

  private static byte[] tar(Path root, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar", "-C", root.toString(), "-cf", "-"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream output = process.getInputStream()) {
      byte[] archive = output.readAllBytes();
      assertThat(process.waitFor()).as("GNU tar, from Debian's package tar").isZero();
      return archive;
    }
  }
}
