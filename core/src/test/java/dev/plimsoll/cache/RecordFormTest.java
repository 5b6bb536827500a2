package dev.plimsoll.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Records of all shapes, written down and read back.
class RecordFormTest {
  enum Colour {
    RED,
    GREEN
  }

  sealed interface Shape {
    record Round(long radius) implements Shape {}

    record Composed(List<Shape> parts) implements Shape {}
  }

  record Everything(
      @Nullable String text,
      int number,
      @Nullable Long large,
      boolean truth,
      @Nullable Colour colour,
      List<@Nullable String> texts,
      Set<Colour> colours,
      Map<String, Shape> shapes,
      @Nullable Shape shape) {}

  record Positive(int number) {
    Positive {
      if (number <= 0) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  record Moment(@Nullable Instant instant) {}

  record Unfit(StringBuilder builder) {}

  private static final RecordForm<Everything> FORM = RecordForm.of(Everything.class);

  private static final Everything FULL =
      new Everything(
          "\ud800 half, \u00e9, \ud83d\ude80",
          -7,
          1L << 40,
          true,
          Colour.GREEN,
          Arrays.asList("a", null, "a", ""),
          Set.of(Colour.RED),
          Map.of("x", new Shape.Round(3)),
          new Shape.Composed(List.of(new Shape.Round(1), new Shape.Composed(List.of()))));

  private static final Everything EMPTY =
      new Everything(null, 0, null, false, null, List.of(), Set.of(), Map.of(), null);

  @Test
  void readsBackWhatWasWritten() throws IOException {
    assertThat(read(FORM, written(FORM, FULL))).isEqualTo(FULL);
    assertThat(read(FORM, written(FORM, EMPTY))).isEqualTo(EMPTY);
  }

  @Test
  void readsBackColumns() throws IOException {
    Form<Everything> columns = FORM.inColumns();
    for (Everything thing : List.of(FULL, EMPTY)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      columns.write(thing, new DataOutputStream(bytes));
      byte[] whole = bytes.toByteArray();
      assertThat(columns.read(new DataInputStream(new ByteArrayInputStream(whole))))
          .isEqualTo(thing);
      for (int cut = 0; cut < whole.length; cut++) {
        byte[] part = Arrays.copyOf(whole, cut);
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(() -> columns.read(new DataInputStream(new ByteArrayInputStream(part))));
      }
    }
  }

  @Test
  void keepsPointsInTimeToTheNanosecond() throws IOException {
    RecordForm<Moment> form = RecordForm.of(Moment.class);
    for (String text : List.of("2026-01-01T00:00:00.123456789Z", "0001-01-01T00:00:00Z")) {
      Moment moment = new Moment(Instant.parse(text));
      assertThat(read(form, written(form, moment))).isEqualTo(moment);
    }
    assertThat(read(form, written(form, new Moment(null)))).isEqualTo(new Moment(null));
  }

  @Test
  void givesTextsThatAreTheSameAsOne() throws IOException {
    Everything back = read(FORM, written(FORM, FULL));
    assertThat(back.texts().get(2)).isSameAs(back.texts().get(0));
  }

  @Test
  void refusesWhatTheRecordRefuses() throws IOException {
    RecordForm<Positive> form = RecordForm.of(Positive.class);
    byte[] bytes = written(form, new Positive(1));
    bytes[bytes.length - 1] = 0;
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(form, bytes));
  }

  @Test
  void namesItsShape() {
    assertThat(FORM.shape().lines())
        .containsExactly(
            "RecordFormTest$Everything(String text, int number, Long large, boolean truth,"
                + " RecordFormTest$Colour colour, List<String> texts, Set<RecordFormTest$Colour>"
                + " colours, Map<String, RecordFormTest$Shape> shapes, RecordFormTest$Shape shape)",
            "Colour[RED, GREEN]",
            "RecordFormTest$Shape = RecordFormTest$Shape$Round | RecordFormTest$Shape$Composed",
            "RecordFormTest$Shape$Round(long radius)",
            "RecordFormTest$Shape$Composed(List<RecordFormTest$Shape> parts)");
    assertThat(FORM.shapeName()).hasSize(8).isNotEqualTo(RecordForm.of(Positive.class).shapeName());
  }

  @Test
  void saysWhatCannotBeKept() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> RecordForm.of(Unfit.class))
        .withMessageContaining("StringBuilder cannot be kept");
  }

  @Test
  void weighsWhatIsHeldTwiceOnce() {
    String text = "x".repeat(1000);
    Everything once =
        new Everything(text, 0, null, true, null, List.of(), Set.of(), Map.of(), null);
    Everything twice =
        new Everything(text, 0, null, true, null, List.of(text), Set.of(), Map.of(), null);
    assertThat(FORM.weight(once)).isBetween(1_000L, 1_300L);
    assertThat(FORM.weight(twice) - FORM.weight(once)).isLessThan(100);
  }

  @Test
  void readsNothingThatCannotBe() throws IOException {
    byte[] whole = written(FORM, FULL);
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        assertThat(read(FORM, damaged)).isNotNull();
      } catch (IOException _) {
        // as it should be
      }
    }
  }

  private static <T> byte[] written(RecordForm<T> form, T thing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    form.write(thing, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static <T> T read(RecordForm<T> form, byte[] bytes) throws IOException {
    return form.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
