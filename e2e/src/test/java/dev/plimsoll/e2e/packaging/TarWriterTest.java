package dev.plimsoll.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What we write, tar reads.
class TarWriterTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;

  @Test
  void writesFoldersFilesAndLinksInOrder() throws IOException {
    FileTree tree =
        new FileTree()
            .text("opt/app/options", "-Xmx1g\n")
            .link("etc/os-release", "../usr/lib/os-release")
            .folder("tmp", 01777);

    assertThat(listing(tree))
        .containsExactly(
            "drwxr-xr-x 0/0 0 2026-01-01 00:00 etc/",
            "lrwxrwxrwx 0/0 0 2026-01-01 00:00 etc/os-release -> ../usr/lib/os-release",
            "drwxr-xr-x 0/0 0 2026-01-01 00:00 opt/",
            "drwxr-xr-x 0/0 0 2026-01-01 00:00 opt/app/",
            "-rw-r--r-- 0/0 7 2026-01-01 00:00 opt/app/options",
            "drwxrwxrwt 0/0 0 2026-01-01 00:00 tmp/");
  }

  @Test
  void dividesPathsThatAreLongerThanAName() throws IOException {
    String path =
        "opt/plimsoll/lib/main/" + "long.group.".repeat(6) + "artifact-with-a-name-1.0.jar";

    assertThat(listing(new FileTree().text(path, "jar"))).last().asString().endsWith(" " + path);
  }

  @Test
  void refusesAPathThatCannotBeDivided() {
    FileTree tree = new FileTree().text("n".repeat(101), "");

    assertThatThrownBy(() -> new TarWriter(OutputStream.nullOutputStream(), TIME).write(tree))
        .hasMessageContaining("too long for an archive");
  }

  @Test
  void keepsAProgramAProgramAndNothingElseOfItsMode() throws IOException {
    Path program = Files.writeString(directory.resolve("run"), "x");
    Files.setPosixFilePermissions(
        program, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x---"));
    Path text = Files.writeString(directory.resolve("text"), "y");
    Files.setPosixFilePermissions(
        text, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));

    assertThat(listing(new FileTree().tree("app", directory)))
        .anyMatch(line -> line.startsWith("-rwxr-xr-x") && line.endsWith("app/run"))
        .anyMatch(line -> line.startsWith("-rw-r--r--") && line.endsWith("app/text"));
  }

  private List<String> listing(FileTree tree) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TarWriter(out, TIME).write(tree);
    Path file = Files.createTempFile("plimsoll", ".tar");
    try {
      Files.write(file, out.toByteArray());
      return Command.run(
              List.of(
                  "env",
                  "TZ=UTC",
                  "tar",
                  "--list",
                  "--verbose",
                  "--numeric-owner",
                  "--file=" + file))
          .lines()
          .map(line -> line.replaceAll(" +", " "))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
