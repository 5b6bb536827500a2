package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.RegistrySettings.Host;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// One table of all that a registry may do, on each of the ways to it: how a call ends, after how
/// long, and that nothing is left behind, neither connection nor thread.
class FaultTableTest {
  private static final Duration BUDGET = Duration.ofMillis(600);

  /// As a machine may stand still for a while: what does not end by itself takes a minute, or
  /// for ever.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Login LOGIN = new Login("alice", "hunter2");
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.noise("app", 300_000)).build();

  /// What is asked of the registry.
  private enum Call {
    RESOLVE("HEAD", "/manifests/"),
    MANIFEST("GET", "/manifests/"),
    LAYER("GET", "/blobs/"),
    RANGE("GET", "/blobs/"),
    TOKEN("GET", "/token"),
    REFERRERS("GET", "/referrers/");

    private final String method;
    private final String path;

    Call(String method, String path) {
      this.method = method;
      this.path = path;
    }
  }

  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final StringBuilder table = new StringBuilder();

  /// What other tests left behind is theirs.
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  FaultTableTest() {
    faults.put("401", Fault.status(401));
    faults.put("403", Fault.status(403));
    faults.put("404", Fault.status(404));
    faults.put("418", Fault.status(418));
    faults.put("429", Fault.status(429));
    faults.put("429, Retry-After: 60", Fault.tooManyRequests(60));
    faults.put("429, Retry-After: a date", Fault.answer(429, inAMinute(), ""));
    faults.put("500", Fault.status(500));
    faults.put("503", Fault.status(503));
    faults.put("closed", Fault.close());
    faults.put("cut", Fault.cut());
    faults.put("hanging", Fault.hang());
    faults.put("hanging in the body", Fault.hangInBody());
    faults.put("slow", Fault.trickle(Duration.ofMillis(10)));
    faults.put("wrong digest", Fault.otherBytes());
    faults.put("too long", Fault.otherLength(1, true));
    faults.put("too long, chunked", Fault.otherLength(1, false));
    faults.put("too short", Fault.otherLength(-1, true));
    faults.put("endless", Fault.endless());
    faults.put("redirected inside", Fault.redirect(URI.create("https://127.0.0.1:9/?secret")));
    faults.put("redirected nowhere", Fault.answer(302, Map.of("Location", "::secret"), ""));
  }

  private static Map<String, String> inAMinute() {
    return Map.of(
        "Retry-After",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1)));
  }

  @Test
  void everyCallEndsInTimeWithItsCauseAndLeavesNothing() throws Exception {
    for (Call call : Call.values()) {
      for (Map.Entry<String, Fault> fault : faults.entrySet()) {
        play(
            call,
            fault.getKey(),
            registry -> registry.on(call.method, call.path, fault.getValue()));
      }
    }
    try (RefusingPort port = RefusingPort.open()) {
      unreachable("refused", port.host());
    }
    try (DroppingPort port = DroppingPort.open()) {
      unreachable("dropped", port.host());
    }
    unreachable("unknown host", "registry.invalid");
    System.out.print(table);
  }

  private void play(Call call, String name, Consumer<ScriptedRegistry> script) throws Exception {
    try (ScriptedRegistry registry = ScriptedRegistry.start()) {
      Reference web = registry.add("shop/web:1.4", IMAGE);
      registry.requireTokensFrom(registry);
      script.accept(registry);
      RegistrySource source = source(registry.settings());
      time(call, name, source, web);
      Eventually.holds(() -> registry.connections() <= 1);
      source.close();
      Eventually.holds(() -> registry.connections() == 0);
      nothingStays();
    }
  }

  private void unreachable(String name, String host) throws Exception {
    RegistrySource source = source(RegistrySettings.none().with(host, Host.OVER_PLAIN_HTTP));
    time(Call.MANIFEST, name, source, Reference.parse(host + "/shop/web:1.4"));
    source.close();
    nothingStays();
  }

  private void time(Call call, String name, RegistrySource source, Reference web) {
    long start = System.nanoTime();
    String cause = cause(call, source, web);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).as(call + ", " + name).isLessThan(BUDGET.plus(GRACE));
    table.append(
        String.format(
            Locale.ROOT, "%-9s | %-24s | %-14s | %4d ms%n", call, name, cause, took.toMillis()));
  }

  /// The type of the exception, or that the call could do without the answer.
  private static String cause(Call call, RegistrySource source, Reference web) {
    Deadline deadline = Deadline.in(BUDGET);
    try {
      switch (call) {
        case RESOLVE -> source.resolve(web, deadline);
        case MANIFEST, TOKEN -> source.manifest(web, deadline);
        case LAYER -> drain(source.layer(web, layer(), deadline));
        case RANGE -> drain(source.range(web, layer(), 10, 100_000, deadline).orElseThrow());
        case REFERRERS -> source.referrers(web, IMAGE.digest(), deadline);
      }
      return "answered";
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SourceException.class);
      assertThat(e.getMessage())
          .doesNotContain("secret", LOGIN.password(), LOGIN.basic(), "Bearer", "\n")
          .contains(web.repository());
      return e.getClass().getSimpleName();
    }
  }

  private static void drain(InputStream bytes) throws IOException {
    try (bytes) {
      bytes.readAllBytes();
    }
  }

  private static Descriptor layer() {
    return new Descriptor(
        "application/vnd.oci.image.layer.v1.tar+gzip",
        IMAGE.layers().getFirst(),
        new Bytes(IMAGE.layer(1).length),
        null,
        Map.of());
  }

  private static RegistrySource source(RegistrySettings settings) {
    return new RegistrySource(settings, Credentials.of(LOGIN), Limits.defaults());
  }

  private void nothingStays() throws InterruptedException {
    Eventually.holds(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("HttpClient-") || name.startsWith("plimsoll-")));
  }
}
