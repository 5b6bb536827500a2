package dev.plimsoll.e2e.packaging;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.util.Optional;

/// The distribution that packages are from, and its release: what its advisories are for.
///
/// @param id as in `os-release`, such as `debian`
/// @param version the release's number; its name where it has none yet
record Distribution(String id, String version) {

  static Distribution of(String release) {
    return new Distribution(
        value(release, "ID").orElseThrow(() -> unknown("ID")),
        value(release, "VERSION_ID")
            .or(() -> value(release, "VERSION_CODENAME"))
            .orElseThrow(() -> unknown("VERSION_ID")));
  }

  /// As scanners expect it in the address of a package: `debian-12`.
  String label() {
    return id + "-" + version;
  }

  private static Optional<String> value(String release, String name) {
    return release
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1).replace("\"", "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static PartsException unknown(String name) {
    return new PartsException(
        "The os-release of base-files has no "
            + name
            + ": advisories could not be looked up by it.");
  }
}
