package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// After fifty calls that hang, each is over in time, and no connection and no thread is left.
class NothingStaysTest {
  private static final int CALLS = 50;
  private static final Duration BUDGET = Duration.ofMillis(700);

  /// As a machine may stand still for a while: what hangs does so for ever.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.noise("app", 900_000)).build();

  /// What other tests left behind is theirs.
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);
  private final Descriptor layer =
      new Descriptor(
          "application/vnd.oci.image.layer.v1.tar+gzip",
          IMAGE.layers().getFirst(),
          new Bytes(IMAGE.layer(1).length),
          null,
          Map.of());
  private RegistrySource source =
      new RegistrySource(registry.settings(), Credentials.ANONYMOUS, Limits.defaults());

  @AfterEach
  void close() {
    source.close();
    registry.close();
  }

  @Test
  void afterHangingBeforeTheHeaders() throws Exception {
    registry.on("GET", "/manifests/", Fault.hang());
    allFailInTime(() -> source.manifest(web, Deadline.in(BUDGET)));
    nothingStays();
  }

  @Test
  void afterHangingInTheBody() throws Exception {
    registry.on("GET", "/blobs/", Fault.hangInBody());
    allFailInTime(
        () -> {
          try (InputStream in = source.layer(web, layer, Deadline.in(BUDGET))) {
            in.readAllBytes();
          }
        });
    nothingStays();
  }

  @Test
  void afterHangingInTheBodyOfAnError() throws Exception {
    registry.on(
        "GET",
        "/manifests/",
        (conversation, _) -> {
          conversation.head(404, Map.of("Content-Length", "100"));
          conversation.hang();
          return false;
        });
    allFailInTime(() -> source.manifest(web, Deadline.in(BUDGET)));
    nothingStays();
  }

  @Test
  void afterHangingInTheBodyOfATokenService() throws Exception {
    registry.requireTokensFrom(registry);
    registry.on("GET", "/token", Fault.hangInBody());
    allFailInTime(() -> source.manifest(web, Deadline.in(BUDGET)));
    nothingStays();
  }

  @Test
  void afterConnectionAttemptsWereDropped() throws Exception {
    try (DroppingPort port = DroppingPort.open()) {
      source.close();
      source =
          new RegistrySource(
              RegistrySettings.none().with(port.host(), RegistrySettings.Host.OVER_PLAIN_HTTP),
              Credentials.ANONYMOUS,
              Limits.defaults());
      Reference dropped = Reference.parse(port.host() + "/web");
      allFailInTime(() -> source.manifest(dropped, Deadline.in(BUDGET)));
      Eventually.holds(() -> attemptsTo(port) == 0);
      nothingStays();
    }
  }

  @Test
  void afterTheReaderLostInterestWithoutReading() throws Exception {
    for (int i = 0; i < CALLS; i++) {
      source.layer(web, layer, Deadline.in(Duration.ofSeconds(5))).close();
    }
    Eventually.holds(() -> registry.connections() <= 1);
    Eventually.holds(() -> clientThreads().size() <= 1);
  }

  @Test
  void anInterruptedReaderEndsAtOnceAndStaysInterrupted() throws Exception {
    registry.on("GET", "/manifests/", Fault.hang());
    registry.on("GET", "/blobs/", Fault.hangInBody());
    endsOnInterrupt(() -> source.manifest(web, Deadline.in(Duration.ofSeconds(30))));
    endsOnInterrupt(
        () -> source.layer(web, layer, Deadline.in(Duration.ofSeconds(30))).readAllBytes());
    nothingStays();
  }

  @Test
  void closingTheSourceEndsWhatIsUnderWay() throws Exception {
    registry.on("GET", "/manifests/", Fault.hang());
    List<SourceException> ends = new CopyOnWriteArrayList<>();
    Deadline far = Deadline.in(Duration.ofSeconds(30));
    Thread reader = Thread.ofVirtual().start(() -> ends.add(end(() -> source.manifest(web, far))));
    Eventually.holds(() -> !registry.requests().isEmpty());
    source.close();
    assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
    assertThat(ends).hasSize(1);
  }

  private static SourceException end(ThrowingCallable call) {
    return catchThrowableOfType(SourceException.class, call);
  }

  private static void endsOnInterrupt(ThrowingCallable call) throws InterruptedException {
    List<Boolean> interrupted = new CopyOnWriteArrayList<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  assertThat(end(call)).isNotNull();
                  interrupted.add(Thread.currentThread().isInterrupted());
                });
    Thread.sleep(300);
    reader.interrupt();
    assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
    assertThat(interrupted).containsExactly(true);
  }

  private static void allFailInTime(ThrowingCallable call) throws Exception {
    Callable<Duration> timed =
        () -> {
          long start = System.nanoTime();
          assertThat(end(call)).isNotNull();
          return Duration.ofNanos(System.nanoTime() - start);
        };
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Duration>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(callers.submit(timed));
      }
      for (Future<Duration> each : calls) {
        assertThat(each.get()).isLessThan(BUDGET.plus(GRACE));
      }
    }
  }

  private void nothingStays() throws InterruptedException {
    Eventually.holds(() -> registry.connections() == 0);
    Eventually.holds(() -> clientThreads().size() <= 1);
    source.close();
    Eventually.holds(() -> clientThreads().isEmpty());
    Eventually.holds(() -> threads("plimsoll-").isEmpty());
  }

  private List<String> clientThreads() {
    return threads("HttpClient-");
  }

  private List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  /// Sockets that still try to connect to the port, from the kernel's table (state 02,
  /// SYN_SENT).
  private static long attemptsTo(DroppingPort port) {
    String number = port.host().substring(port.host().indexOf(':') + 1);
    String remote = String.format(Locale.ROOT, ":%04X 02 ", Integer.parseInt(number));
    try (var lines = Files.lines(Path.of("/proc/self/net/tcp"))) {
      return lines.filter(line -> line.contains(remote)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
