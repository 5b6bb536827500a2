package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.SourceException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HostNamesTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final InetAddress[] OUTSIDE = {InetAddress.ofLiteral("192.0.2.1")};

  private final CountDownLatch end = new CountDownLatch(1);
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  @AfterEach
  void end() {
    end.countDown();
  }

  /// A DNS that never answers for names that begin with `hung`, and knows none that begin with
  /// `unknown`.
  private InetAddress[] resolve(String host) throws UnknownHostException {
    asked.add(host);
    if (host.startsWith("unknown")) {
      throw new UnknownHostException(host);
    }
    try {
      if (host.startsWith("hung")) {
        end.await();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return OUTSIDE;
  }

  @Test
  void healthyHostAnswersWhileTwentyHang() throws Exception {
    try (HostNames names = new HostNames(this::resolve);
        AddressRules rules = new AddressRules(RegistrySettings.none(), names, SearchPath.NONE)) {
      hang(names, 20);

      rules.check(URI.create("https://healthy.example.com/v2/"), task(LONG));
    }
  }

  @Test
  void hostThatAnsweredBeforeAnswersWhateverHangs() throws Exception {
    try (HostNames names = new HostNames(this::resolve, 2, 4)) {
      names.begin("healthy.example.com", false, Deadline.in(LONG)).get();
      hang(names, 100);

      assertThat(within(names.begin("healthy.example.com", false, Deadline.in(LONG))))
          .isEqualTo(OUTSIDE);
      assertThat(within(names.begin("configured.example.com", true, Deadline.in(LONG))))
          .isEqualTo(OUTSIDE);
    }
  }

  @Test
  void addressIsItsOwnAnswer() throws Exception {
    try (HostNames names = new HostNames(this::resolve, 1, 1)) {
      hang(names, 3);

      for (String address : List.of("192.0.2.1", "[2001:db8::1]", "2130706433")) {
        assertThat(names.begin(address, false, Deadline.in(LONG))).isCompleted();
      }
      assertThat(asked).allMatch(host -> host.startsWith("hung"));
    }
  }

  @Test
  void moreHostsThanThreadsAnswerOneAfterAnother() throws Exception {
    try (HostNames names = new HostNames(this::resolve, 1, 2)) {
      List<CompletableFuture<InetAddress[]>> lookups = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        lookups.add(names.begin("host-" + i + ".example.com", false, Deadline.in(LONG)));
      }

      for (CompletableFuture<InetAddress[]> lookup : lookups) {
        assertThat(within(lookup)).isEqualTo(OUTSIDE);
      }
    }
  }

  @Test
  void oneLookupServesAllWhoAskMeanwhile() throws Exception {
    try (HostNames names = new HostNames(this::resolve)) {
      List<CompletableFuture<InetAddress[]>> lookups = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        lookups.add(names.begin("hung.example.com", false, Deadline.in(LONG)));
      }
      end.countDown();

      for (CompletableFuture<InetAddress[]> lookup : lookups) {
        assertThat(within(lookup)).isEqualTo(OUTSIDE);
      }
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void whatNobodyAwaitsAnyMoreIsNotAskedFor() throws Exception {
    try (HostNames names = new HostNames(this::resolve, 1, 1)) {
      hang(names, 1);
      CompletableFuture<InetAddress[]> late =
          names.begin("late.example.com", false, Deadline.in(Duration.ZERO));
      end.countDown();

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> within(late))
          .withCauseInstanceOf(TimeoutException.class);
      assertThat(asked).doesNotContain("late.example.com");
    }
  }

  @Test
  void nameThatNobodyKnowsIsAskedForAgain() throws Exception {
    try (HostNames names = new HostNames(this::resolve)) {
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> within(names.begin("unknown.example.com", false, Deadline.in(LONG))))
            .withCauseInstanceOf(UnknownHostException.class);
      }
      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void hostThatHangsIsSaidToBeLate() {
    try (HostNames names = new HostNames(this::resolve);
        AddressRules rules = new AddressRules(RegistrySettings.none(), names, SearchPath.NONE)) {
      assertThatExceptionOfType(SourceException.Unavailable.class)
          .isThrownBy(
              () ->
                  rules.check(URI.create("https://hung.example.com/"), task(Duration.ofMillis(50))))
          .withMessageContaining("for which the DNS does not answer in time");
    }
  }

  /// Has that many names hang, as many of them at once as there are threads.
  private void hang(HostNames names, int count) throws InterruptedException {
    int before = asked.size();
    for (int i = 0; i < count; i++) {
      names.begin("hung-" + i + ".example.com", false, Deadline.in(LONG));
    }
    while (asked.size() == before) {
      Thread.sleep(5);
    }
  }

  private static Task task(Duration time) {
    return Task.of("asking", Deadline.in(time));
  }

  private static InetAddress[] within(CompletableFuture<InetAddress[]> lookup) throws Exception {
    return lookup.get(LONG.toNanos(), TimeUnit.NANOSECONDS);
  }
}
