package dev.plimsoll.e2e.images;

import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tables that tests print and leave in e2e/target/reports.
final class Reports {
  private Reports() {}

  static void write(String name, String text) {
    Path file = SourceTree.root().resolve("e2e/target/reports").resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println(text);
  }
}
