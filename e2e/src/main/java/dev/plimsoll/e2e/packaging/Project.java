package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the root POM says of the project: its version, and the time stamp of all that is built.
record Project(String version, Instant time) {

  static Project read() {
    Path pom = SourceTree.root().resolve("pom.xml");
    try {
      String text = Files.readString(pom);
      return new Project(
          element(text, "version"), Instant.parse(element(text, "project.build.outputTimestamp")));
    } catch (IOException e) {
      throw new PartsException("Cannot read " + pom + ": " + e.getMessage(), e);
    }
  }

  /// The first element of that name: the POM has no parent, so its own version comes first.
  private static String element(String text, String name) {
    Matcher matcher =
        Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(Pattern.quote(name))).matcher(text);
    if (!matcher.find()) {
      throw new PartsException("pom.xml has no " + name + ".");
    }
    return matcher.group(1);
  }
}
