package dev.plimsoll.packages.apk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.SourceException;
import dev.plimsoll.layer.Layers;
import dev.plimsoll.layer.Overlay;
import dev.plimsoll.packages.FileList;
import dev.plimsoll.packages.PackageDatabase.Contents;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Sighting;
import dev.plimsoll.packages.Trait;
import dev.plimsoll.packages.WrittenDatabases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Databases that apk wrote, against what apk lists in them.
class ApkDatabaseTest {
  private static final ApkDatabase APK = new ApkDatabase();

  @ParameterizedTest
  @CsvSource({"apk-1, lib/apk/db/installed", "apk-2, usr/lib/apk/db/installed"})
  void readsWhatApkLists(String database, String path) throws SourceException {
    Contents contents = read(l -> l.file(path, WrittenDatabases.bytes(database)));
    assertThat(contents.remarks()).isEmpty();
    assertThat(contents.sightings().stream().map(Sighting::record).map(ApkDatabaseTest::line))
        .containsExactlyInAnyOrderElementsOf(WrittenDatabases.lines(database + ".packages"));
    assertThat(files(contents))
        .containsExactlyInAnyOrderElementsOf(WrittenDatabases.lines(database + ".files"));
  }

  @Test
  void readsWhatWasAskedFor() throws SourceException {
    Contents contents =
        read(
            l ->
                l.file("lib/apk/db/installed", WrittenDatabases.bytes("apk-2"))
                    .file("etc/apk/world", WrittenDatabases.bytes("apk-2-world")));
    assertThat(
            contents.sightings().stream()
                .map(Sighting::record)
                .collect(Collectors.toMap(r -> r.name().name(), PackageRecord::traits)))
        .containsEntry(".build-deps", java.util.Set.of(Trait.MANUAL))
        .containsEntry("gcc", java.util.Set.of(Trait.AUTOMATIC))
        .containsEntry("quay", java.util.Set.of(Trait.MANUAL));
  }

  @Test
  void knowsNoMarksWithoutWorld() throws SourceException {
    Contents contents = read(l -> l.file("lib/apk/db/installed", WrittenDatabases.bytes("apk-2")));
    assertThat(contents.sightings()).allMatch(sighting -> sighting.record().traits().isEmpty());
  }

  @Test
  void bearsAnyDamage() throws SourceException {
    byte[] good = WrittenDatabases.bytes("apk-2");
    Random random = new Random(3);
    for (int run = 0; run < 300; run++) {
      byte[] damaged = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int i = 0; i < damaged.length / 50; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) "\nFRPVD: x".charAt(i % 9);
      }
      Contents contents = read(l -> l.file("lib/apk/db/installed", damaged));
      assertThat(files(contents)).isNotNull();
    }
  }

  @Test
  void saysThatADatabaseNamesNoPackage() throws SourceException {
    assertThat(read(l -> l.file("lib/apk/db/installed", "what\n\nis this\n")).remarks())
        .containsExactly("layer 1 has a /lib/apk/db/installed that names no package");
  }

  private static Contents read(Layers.Contents layer) throws SourceException {
    Overlay overlay = Layers.overlay(APK.files(), layer);
    return APK.read(overlay);
  }

  private static String line(PackageRecord record) {
    return String.join(
        "\t",
        record.name().name(),
        record.version(),
        record.architecture(),
        record.source(),
        Long.toString(record.size().count()),
        record.relations().depends().stream()
            .map(Object::toString)
            .collect(Collectors.joining(",")),
        String.join(",", record.relations().provides()));
  }

  private static List<String> files(Contents contents) {
    List<String> lines = new ArrayList<>();
    for (FileList list : contents.lists()) {
      list.forEach(
          path ->
              lines.add(
                  list.owner().name() + "\t" + new String(path, UTF_8).replaceFirst("^/", "")));
    }
    return lines;
  }
}
