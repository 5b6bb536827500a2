package dev.plimsoll.packages.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageDatabase.Contents;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.WrittenDatabases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Databases that RPM wrote, against what RPM lists in them.
class RpmDatabaseTest {
  @ParameterizedTest
  @CsvSource({
    "rpm-sqlite-1, var/lib/rpm/rpmdb.sqlite, rpm-sqlite-1",
    "rpm-sqlite-2, usr/lib/sysimage/rpm/rpmdb.sqlite, rpm-sqlite-2",
    "rpm-ndb-1, var/lib/rpm/Packages.db, rpm-sqlite-1",
    "rpm-ndb-2, usr/lib/sysimage/rpm/Packages.db, rpm-sqlite-2",
    "rpm-bdb-2, var/lib/rpm/Packages, rpm-bdb-2"
  })
  void readsWhatRpmLists(String database, String path, String list) throws SourceException {
    Contents contents = read(path, WrittenDatabases.bytes(database));
    assertThat(contents.remarks()).isEmpty();
    assertThat(contents.sightings().stream().map(Sighting::record).map(RpmDatabaseTest::line))
        .containsExactlyInAnyOrderElementsOf(WrittenDatabases.lines(list + ".packages"));
    assertThat(files(contents))
        .containsExactlyInAnyOrderElementsOf(WrittenDatabases.lines(list + ".files"));
    assertThat(needs(contents))
        .containsExactlyInAnyOrderElementsOf(WrittenDatabases.lines(list + ".requires"));
  }

  @Test
  void saysWhatIsNoDatabase() throws SourceException {
    Contents contents = read("var/lib/rpm/Packages", "hello".getBytes(UTF_8));
    assertThat(contents.sightings()).isEmpty();
    assertThat(contents.remarks())
        .containsExactly(
            "layer 1 has an unsupported package database: /var/lib/rpm/Packages (it is no SQLite,"
                + " ndb or Berkeley DB hash file)");
  }

  @Test
  void keepsWhatAReadableCopySaidWhereALaterOneIsDamaged() throws SourceException {
    byte[] good = WrittenDatabases.bytes("rpm-sqlite-1");
    RpmDatabase rpm = new RpmDatabase();
    Overlay overlay =
        Layers.overlay(
            rpm.files(),
            l -> l.file("var/lib/rpm/rpmdb.sqlite", good),
            l -> l.file("var/lib/rpm/rpmdb.sqlite", Arrays.copyOf(good, 50_000)));
    Contents contents = rpm.read(overlay);
    assertThat(contents.sightings()).hasSize(30).allMatch(sighting -> sighting.until() == 0);
    assertThat(contents.remarks())
        .hasSize(2)
        .element(0, STRING)
        .startsWith("layer 2 has an unsupported package database");
  }

  @Test
  void saysThatTheWriteAheadLogIsNotRead() throws SourceException {
    RpmDatabase rpm = new RpmDatabase();
    Overlay overlay =
        Layers.overlay(rpm.files(), l -> l.file("var/lib/rpm/rpmdb.sqlite-wal", "changes"));
    assertThat(overlay.remarks())
        .containsExactly(
            "layer 1 has a /var/lib/rpm/rpmdb.sqlite-wal of 7 B, too large to be read");
  }

  private static Contents read(String path, byte[] database) throws SourceException {
    RpmDatabase rpm = new RpmDatabase();
    Overlay overlay = Layers.overlay(rpm.files(), l -> l.file(path, database));
    return rpm.read(overlay);
  }

  private static String line(PackageRecord record) {
    return String.join(
        "\t",
        record.name().name(),
        record.version(),
        record.architecture(),
        Long.toString(record.size().count()),
        record.source());
  }

  private static List<String> files(Contents contents) {
    List<String> lines = new ArrayList<>();
    for (FileList list : contents.lists()) {
      list.forEach(path -> lines.add(list.owner().name() + "\t" + new String(path, UTF_8)));
    }
    return lines;
  }

  private static List<String> needs(Contents contents) {
    List<String> lines = new ArrayList<>();
    for (Sighting sighting : contents.sightings()) {
      PackageRecord record = sighting.record();
      record.relations().depends().forEach(need -> lines.add(record.name().name() + "\t" + need));
      record
          .relations()
          .preDepends()
          .forEach(need -> lines.add(record.name().name() + "\t" + need));
    }
    return lines.stream().distinct().toList();
  }
}
