package dev.plimsoll.e2e.vulnerabilities;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A database in OSV's offline layout, of advisories that a test makes up.
final class PlantedDatabase {
  private final Map<String, List<String>> advisories = new LinkedHashMap<>();

  /// One that knows the canaries, as every whole database does.
  static PlantedDatabase whole() {
    PlantedDatabase database = new PlantedDatabase();
    for (Canaries one : Canaries.values()) {
      String release = one.ecosystem().equals("Debian") ? "Debian:12" : one.ecosystem();
      String mended = one.version() + ".1";
      database.plant("CANARY-" + one, "CVE-0000-" + one, release, one.library(), "0", mended);
    }
    return database;
  }

  /// Says that a library has a vulnerability from one version until before another.
  PlantedDatabase plant(
      String id, String alias, String ecosystem, String library, String from, String fixed) {
    String advisory =
        """
        {"id": "%s", "aliases": ["%s"], "modified": "2026-01-01T00:00:00Z", "schema_version": "1.6.0",
         "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}],
         "affected": [{"package": {"ecosystem": "%s", "name": "%s"},
           "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "%s"}, {"fixed": "%s"}]}]}]}
        """
            .formatted(id, alias, ecosystem, library, from, fixed);
    advisories.computeIfAbsent(ecosystem.split(":")[0], _ -> new ArrayList<>()).add(advisory);
    return this;
  }

  /// Writes it and returns its directory.
  Path write(Path directory) throws IOException {
    for (Map.Entry<String, List<String>> of : advisories.entrySet()) {
      Path folder = directory.resolve(OsvScanner.FOLDER).resolve(of.getKey());
      Files.createDirectories(folder);
      try (ZipOutputStream zip =
          new ZipOutputStream(Files.newOutputStream(folder.resolve("all.zip")))) {
        for (int i = 0; i < of.getValue().size(); i++) {
          zip.putNextEntry(new ZipEntry(i + ".json"));
          zip.write(of.getValue().get(i).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return directory;
  }
}
