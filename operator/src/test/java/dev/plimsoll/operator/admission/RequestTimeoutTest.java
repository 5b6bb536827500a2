package dev.plimsoll.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeoutTest {
  private static final Duration OTHERWISE = Duration.ofSeconds(5);

  @ParameterizedTest
  @CsvSource({"10s,10000", "1s,1000", "2.5s,2500", "500ms,500", "30s,30000", "1m0s,30000"})
  void readsDurationsAsGoWritesThem(String text, long milliseconds) {
    assertThat(RequestTimeout.parse(text, OTHERWISE)).isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "soon", "-1s", "0s", "5", "99999999999s"})
  void fallsBackWhereThereIsNoSense(String text) {
    assertThat(RequestTimeout.parse(text, OTHERWISE)).isEqualTo(OTHERWISE);
  }
}
