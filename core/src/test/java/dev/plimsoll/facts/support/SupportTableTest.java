package dev.plimsoll.facts.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SupportTableTest {
  @ParameterizedTest
  @CsvSource({
    "debian:10, 2024-06-30",
    "alpine:3.20, 2026-04-01",
    "alpine:3.20.3, 2026-04-01",
    "rocky:8.9, 2029-05-31",
    "opensuse-leap:15.4, 2023-12-07"
  })
  void knowsReleasesAndTheirMinorOnes(String release, LocalDate lastDay) {
    assertThat(SupportTable.bundled().lastDayOf(release)).contains(lastDay);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "debian:1",
        "debian:100",
        "alpine:3",
        "alpine:3.2",
        "arch:",
        "wolfi:2023",
        "a.b:1"
      })
  void doesNotKnowOthers(String release) {
    assertThat(SupportTable.bundled().lastDayOf(release)).isEmpty();
  }

  @Test
  void saysOfWhichDayItIsAndNoReleaseTwice() throws IOException {
    assertThat(SupportTable.bundled().asOf()).isAfter(LocalDate.of(2025, 1, 1));
    try (InputStream in = SupportTable.class.getResourceAsStream("operating-systems.txt")) {
      List<String> releases =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.split(" ")[0])
              .toList();
      assertThat(releases).doesNotHaveDuplicates();
      assertThat(SupportTable.bundled().lastDays()).hasSize(releases.size() - 1);
    }
  }

  @Test
  void takesTheLatterOfTwoLinesForARelease() {
    SupportTable table = SupportTable.parse(List.of("a:1=2030-01-01", "a:1=2031-01-01"));

    assertThat(table.lastDayOf("a:1")).contains(LocalDate.of(2031, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"debian:12", "debian:12 soon", "debian:12=2025-02-30"})
  void namesALineWithoutADay(String line) {
    assertThatThrownBy(() -> SupportTable.parse(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + line + "\" has no day at its end");
  }
}
