package dev.plimsoll.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// All that is hostile is read in one process of 128 MiB of heap, and comes to its end there. The
/// page that lists it is compared, its timings apart; `-Dplimsoll.generate` writes it anew.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HostileInputTest {
  private static final Path PAGE = Path.of("../docs/hostile-input.md");
  private static final String MOST_HEAP = "-Xmx128m";

  /// Far more than any takes on a quiet machine, far less than a scan may.
  private static final long MOST_MILLISECONDS = 60_000;

  private final Map<String, HostileOutcome> outcomes = new HashMap<>();

  @BeforeAll
  void readAll() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                MOST_HEAP,
                "-Xmn8m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HostileRun.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream output = process.getInputStream()) {
      new String(output.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith("case\t"))
          .map(HostileOutcome::parse)
          .forEach(outcome -> outcomes.put(outcome.key(), outcome));
    }
    assertThat(process.waitFor()).as("it ended by itself").isZero();
  }

  @TestFactory
  Stream<DynamicTest> endsInItsCause() {
    return HostileRun.cases().stream()
        .map(
            hostile ->
                DynamicTest.dynamicTest(
                    hostile.group() + ": " + hostile.name(), () -> check(hostile)));
  }

  @Test
  void pageSaysHowEachEnds() throws IOException {
    String page = HostilePage.of(HostileRun.cases(), outcomes);
    if (System.getProperty("plimsoll.generate") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).exists();
    assertThat(HostilePage.withoutFigures(Files.readString(PAGE)))
        .as("run `make generate`")
        .isEqualTo(HostilePage.withoutFigures(page));
  }

  private void check(HostileCase hostile) {
    HostileOutcome outcome = outcomes.get(hostile.group() + "\t" + hostile.name());
    assertThat(outcome).as("the process came so far").isNotNull();
    assertThat(outcome.ending()).as(outcome.sentence()).isEqualTo(hostile.ending());
    assertThat(outcome.sentence()).contains(hostile.sentence());
    assertThat(outcome.twin()).isEqualTo(hostile.twin() == null ? "none" : HostileCase.READ);
    assertThat(outcome.milliseconds()).isLessThan(MOST_MILLISECONDS);
  }
}
