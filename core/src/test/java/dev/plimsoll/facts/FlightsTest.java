package dev.plimsoll.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestSource;
import dev.plimsoll.reference.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final Tenant NOBODY = new Tenant("", new TestSource());

  private final Flights<String, String> flights =
      new Flights<>(Bytes.ofMebi(1), String::length, _ -> Runnable::run);

  @Test
  void readsWhatFailsForGoodEverLessOften() {
    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      minutes.add(flights.untilNextTry("bomb").toMinutes());
    }

    assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 256L);
    assertThat(flights.untilNextTry("other")).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void readsWhatFailedForGoodNoSecondTimeAtOnce() {
    AtomicInteger reads = new AtomicInteger();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> ask(reads, new SourceException.Malformed("no gzip")))
          .isInstanceOf(SourceException.Malformed.class);
    }

    assertThat(reads).hasValue(1);
  }

  @Test
  void asksAgainForWhatAPushOrACredentialMends() {
    AtomicInteger reads = new AtomicInteger();

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> ask(reads, new SourceException.NotFound("no such image")))
          .isInstanceOf(SourceException.NotFound.class);
    }

    assertThat(reads).hasValue(3);
  }

  private void ask(AtomicInteger reads, SourceException fault) throws Exception {
    Flights.await(
        flights.join(
            "image",
            "route",
            new Place(NOBODY, Reference.parse("registry.example.com/app:1")),
            () -> {
              reads.incrementAndGet();
              throw fault;
            }),
        Deadline.in(Duration.ofSeconds(1)));
  }
}
