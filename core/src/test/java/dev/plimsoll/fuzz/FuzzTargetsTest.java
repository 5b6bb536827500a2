package dev.plimsoll.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The short run of every target: what fuzzing found before, and some thousand inputs more. The
/// long one is `make fuzz`.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTargetsTest {
  private static final int INPUTS = 30_000;
  private static final Duration CPU = Duration.ofSeconds(4);

  @ParameterizedTest
  @EnumSource
  void endsInWhatIsMeantForIt(FuzzTarget target) {
    FuzzRun run = new FuzzRun(target, 42);
    String fault = run.firstFault(INPUTS, CPU.toNanos());
    System.out.println(target.name().toLowerCase(Locale.ROOT) + ": " + run.inputs() + " inputs");
    assertThat(fault).isNull();
    assertThat(run.inputs()).isGreaterThan(100);
  }
}
