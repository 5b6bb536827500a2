package dev.plimsoll.registry.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Programs for tests: shell scripts that note what they were asked.
final class Scripts {
  private final Path directory;

  Scripts(Path directory) {
    this.directory = directory;
  }

  /// Writes a program; `$ASKED` is the file to which it appends its standard input.
  void add(String name, String body) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, "#!/bin/sh\nASKED='" + asked() + "'\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  Path directory() {
    return directory;
  }

  /// What all programs were asked, each on a line.
  String questions() throws IOException {
    return Files.exists(asked()) ? Files.readString(asked()) : "";
  }

  private Path asked() {
    return directory.resolve("asked");
  }
}
