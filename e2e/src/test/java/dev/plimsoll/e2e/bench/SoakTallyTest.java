package dev.plimsoll.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.bench.SoakTally.Expected;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Answers are told apart from failures, and right ones from wrong ones.
class SoakTallyTest {
  private static final Duration SOON = Duration.ofMillis(20);
  private final SoakTally tally = new SoakTally(Duration.ofSeconds(5));

  @Test
  void whatWasExpectedIsRight() {
    tally.add("quiet", Expected.ADMITTED, Optional.empty(), SOON);
    tally.add("quiet", Expected.DENIED, Optional.of("Pod soak/a is refused: root-user"), SOON);

    assertThat(tally.wrong()).isZero();
    assertThat(tally.table()).contains("| quiet | 2 | 2 | 0 | 0 | 0 | 20 ms |");
  }

  @Test
  void anAdmissionThatShouldBeARefusalIsWrongAndSoIsTheReverse() {
    tally.add("quiet", Expected.DENIED, Optional.empty(), SOON);
    tally.add("quiet", Expected.ADMITTED, Optional.of("Pod soak/a is refused: root-user"), SOON);

    assertThat(tally.wrong()).isEqualTo(2);
    assertThat(tally.examples())
        .anyMatch(text -> text.contains("expected DENIED: it was admitted"))
        .anyMatch(text -> text.contains("is refused"));
  }

  @Test
  void aFailureIsNoAnswerWhateverWasExpected() {
    Optional<String> refused =
        Optional.of("failed calling webhook: dial tcp 10.77.0.1:1: connect: connection refused");
    tally.add("killed", Expected.DENIED, refused, SOON);
    tally.add("killed", Expected.ADMITTED, refused, SOON);
    tally.add("killed", Expected.ADMITTED, Optional.of("something else"), SOON);

    assertThat(tally.wrong()).isZero();
    assertThat(tally.table())
        .contains("| killed | 3 | 0 | 0 | 0 | 3 |")
        .contains("| killed | nobody listens at the endpoint any more | 2 |")
        .contains("| killed | other: something else | 1 |");
  }

  @Test
  void whatTakesLongerThanTheTimeoutIsLateHoweverItEnds() {
    tally.add("frozen", Expected.ADMITTED, Optional.empty(), Duration.ofMillis(5_001));
    tally.add("frozen", Expected.ADMITTED, Optional.of("EOF"), Duration.ofSeconds(6));
    tally.add("frozen", Expected.ADMITTED, Optional.empty(), Duration.ofSeconds(5));

    assertThat(tally.late()).isEqualTo(2);
  }
}
