package dev.plimsoll.e2e.vulnerabilities;

import dev.plimsoll.e2e.packaging.ShippedBills;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What every whole database knows to be vulnerable, one library for each kind that is shipped.
///
/// They are scanned with the rest. Where they are not found, no database has answered, or the
/// scanner does not ask for what the bill names: either would read as "nothing found".
enum Canaries {
  LOG4SHELL(
      "Maven",
      "org.apache.logging.log4j:log4j-core",
      "2.14.1",
      "pkg:maven/%s/%s@2.14.1",
      "Log4Shell"),
  LOONEY_TUNABLES(
      "Debian",
      "glibc",
      "2.36-9+deb12u2",
      "pkg:deb/debian/glibc@2.36-9%%2Bdeb12u2?arch=source&distro=debian-12",
      "CVE-2023-4911");

  static final String NAME = "canaries";

  private final String ecosystem;
  private final String library;
  private final String version;
  private final String address;
  private final String known;

  Canaries(String ecosystem, String library, String version, String address, String known) {
    this.ecosystem = ecosystem;
    this.library = library;
    this.version = version;
    this.address = address;
    this.known = known;
  }

  String ecosystem() {
    return ecosystem;
  }

  String library() {
    return library;
  }

  String version() {
    return version;
  }

  /// Its bill, written as those of what is shipped.
  static Path write(Path directory) {
    List<String> components = List.of(values()).stream().map(Canaries::component).toList();
    try {
      return Files.writeString(
          directory.resolve(NAME + ShippedBills.SUFFIX),
          """
          {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [%s]}
          """
              .formatted(String.join(", ", components)));
    } catch (IOException e) {
      throw new PartsException("Cannot write the canaries' bill: " + e.getMessage(), e);
    }
  }

  /// Whether it is among what was found.
  boolean isAmong(List<Finding> findings) {
    return findings.stream()
        .anyMatch(found -> found.shipped().contains(NAME) && found.library().equals(library));
  }

  /// What its absence says.
  String absence() {
    return "%s has no advisory for %s %s (%s), which every whole database has"
        .formatted(ecosystem, library, version, known);
  }

  private String component() {
    int colon = library.indexOf(':');
    String group = colon < 0 ? "" : library.substring(0, colon);
    String name = library.substring(colon + 1);
    return """
        {"type": "library", %s"name": "%s", "version": "%s", "purl": "%s"}"""
        .formatted(
            group.isEmpty() ? "" : "\"group\": \"" + group + "\", ",
            name,
            version,
            address.formatted(group, name));
  }
}
