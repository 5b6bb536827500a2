package dev.plimsoll.packages.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.packages.WrittenDatabases;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged and lying databases: each ends, soon, in packages or in a reason.
class HostileRpmDatabaseTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int PAGE = 4096;

  @ParameterizedTest
  @ValueSource(strings = {"rpm-sqlite-2", "rpm-ndb-2", "rpm-bdb-2"})
  void bearsAnyCut(String name) {
    byte[] database = WrittenDatabases.bytes(name);
    Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int length = 0; length < database.length; length += 997) {
            read(Arrays.copyOf(database, length));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"rpm-sqlite-2", "rpm-ndb-2", "rpm-bdb-2"})
  void bearsAnyDamage(String name) {
    byte[] database = WrittenDatabases.bytes(name);
    Random random = new Random(7);
    Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int run = 0; run < 700; run++) {
            byte[] damaged = database.clone();
            for (int i = 0; i <= run % 8; i++) {
              int most = random.nextBoolean() ? 200 : damaged.length;
              damaged[random.nextInt(most)] = (byte) random.nextInt();
            }
            read(damaged);
          }
        });
  }

  @Test
  void seesThatAPageIsItsOwnChild() {
    byte[] database = WrittenDatabases.bytes("rpm-sqlite-2");
    int root = interiorPage(database);
    ByteBuffer.wrap(database).putInt(root * PAGE + 8, root + 1);
    assertThat(fault(database)).isEqualTo("it is damaged: it refers to page " + (root + 1));
  }

  @Test
  void seesThatOverflowPagesRunInACircle() {
    byte[] database = WrittenDatabases.bytes("rpm-bdb-2");
    for (int page = 1; page < database.length / PAGE; page++) {
      if (database[page * PAGE + 25] == 7) {
        ByteBuffer.wrap(database).order(ByteOrder.LITTLE_ENDIAN).putInt(page * PAGE + 16, page);
      }
    }
    assertThat(fault(database)).startsWith("it is damaged: it refers to page ");
  }

  @Test
  void seesThatRowsShareTheirBytes() {
    byte[] database = WrittenDatabases.bytes("rpm-ndb-2");
    ByteBuffer file = ByteBuffer.wrap(database).order(ByteOrder.LITTLE_ENDIAN);
    int largest = 32;
    for (int slot = 32; slot < PAGE; slot += 16) {
      largest = file.getInt(slot + 12) > file.getInt(largest + 12) ? slot : largest;
    }
    for (int slot = 32; slot < PAGE; slot += 16) {
      file.putInt(slot + 4, file.getInt(largest + 4)).putInt(slot + 8, file.getInt(largest + 8));
    }
    assertThat(fault(database)).isEqualTo("it is damaged: its packages overlap");
  }

  @Test
  void saysThatABlobIsNotWhereItShouldBe() {
    byte[] database = WrittenDatabases.bytes("rpm-ndb-2");
    ByteBuffer.wrap(database).order(ByteOrder.LITTLE_ENDIAN).putInt(32 + 8, 0x7fff_ffff);
    assertThat(fault(database)).startsWith("it is damaged: it refers to byte ");
  }

  private static int interiorPage(byte[] database) {
    for (int page = 1; page < database.length / PAGE; page++) {
      if (database[page * PAGE] == 5) {
        return page;
      }
    }
    throw new AssertionError("the table has a single page");
  }

  private static void read(byte[] database) {
    byte[] essence = RpmEssence.of(database);
    if (RpmEssence.fault(essence).isEmpty()) {
      RpmEssence.packages(essence)
          .forEach(
              described ->
                  described
                      .files(0, described.record().name())
                      .forEach(path -> assertThat(path).isNotNull()));
    }
  }

  private static String fault(byte[] database) {
    byte[] essence = RpmEssence.of(database);
    assertThat(new String(essence, UTF_8)).as("a reason").startsWith("!");
    return RpmEssence.fault(essence);
  }
}
