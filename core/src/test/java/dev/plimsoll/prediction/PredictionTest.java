package dev.plimsoll.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Bytes;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PredictionTest {
  @Test
  void saysTheSizeTheRangeAndTheMethod() {
    assertThat(prediction(Method.CLOSURE, mebi(52, 61, 70)).sentence())
        .isEqualTo("about 61 MiB to pull after the fixes (52 to 70, by closure of packages)");
  }

  @Test
  void saysNoRangeWhereThereIsNone() {
    assertThat(prediction(Method.EXACT, mebi(61, 61, 61)).sentence())
        .isEqualTo("about 61 MiB to pull after the fixes (from the files that go)");
  }

  @Test
  void saysADecimalOfSmallSizes() {
    Range small = new Range(new Bytes(2_000_000), new Bytes(2_600_000), new Bytes(4_000_000));

    assertThat(prediction(Method.CLOSURE, small).sentence())
        .isEqualTo("about 2.5 MiB to pull after the fixes (1.9 to 3.8, by closure of packages)");
  }

  @Test
  void aRangeGoesUp() {
    assertThatIllegalArgumentException().isThrownBy(() -> mebi(2, 1, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> mebi(1, 3, 2));
    assertThat(mebi(1, 2, 3).covers(Bytes.ofMebi(3))).isTrue();
    assertThat(mebi(1, 2, 3).covers(Bytes.ofMebi(4))).isFalse();
  }

  private static Prediction prediction(Method method, Range pull) {
    return new Prediction(
        Rung.SLIM, method, pull, pull, RemovalSet.NONE, new TreeSet<>(), List.of());
  }

  private static Range mebi(long low, long likely, long high) {
    return new Range(Bytes.ofMebi(low), Bytes.ofMebi(likely), Bytes.ofMebi(high));
  }
}
