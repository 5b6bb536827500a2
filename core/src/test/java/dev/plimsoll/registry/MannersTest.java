package dev.plimsoll.registry;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.connection.Proxies;
import dev.plimsoll.registry.pace.Pace;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How often a registry is asked, and when it is left alone.
class MannersTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.file("app", "x")).build();

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);
  private RegistrySource source = source(registry.settings());

  /// A clock that stands still until it is put on, however long the machine takes.
  private final AtomicLong clock = new AtomicLong();

  @AfterEach
  void close() {
    source.close();
    registry.close();
  }

  @Test
  void aHostThatFailsAgainAndAgainIsNotAskedForAWhile() {
    goByTheClock();
    registry.on("GET", "/manifests/", Fault.status(503));
    assertThat(failure(web)).hasMessageContaining("a fault of its own (503)");
    assertThat(failure(web)).hasMessageContaining("a fault of its own (503)");
    assertThat(registry.requests()).hasSize(5);
    SourceException e = failure(web);
    assertThat(e)
        .isInstanceOf(SourceException.Unavailable.class)
        .message()
        .matches(
            "reading the manifest of .*: the registry failed several times in a row and is left"
                + " alone since \\d\\d:\\d\\d:\\d\\d; it is tried again from \\d\\d:\\d\\d:\\d\\d"
                + " UTC on");
    assertThat(e.retryAfter().orElseThrow())
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    assertThat(registry.requests()).hasSize(5);
  }

  @Test
  void itIsAskedAgainAfterwards() throws Exception {
    goByTheClock();
    registry.on("GET", "/manifests/", Fault.status(503)).times(5);
    failure(web);
    failure(web);
    clock.addAndGet(failure(web).retryAfter().orElseThrow().toNanos());
    assertThat(source.manifest(web, soon()).digest()).isEqualTo(IMAGE.digest());
    assertThat(source.manifest(web, soon()).digest()).isEqualTo(IMAGE.digest());
  }

  @Test
  void aFaultOfOneRepositoryDoesNotShutTheOthersOut() throws IOException {
    Reference other = registry.add("shop/other:1", IMAGE);
    registry.on("GET", "/shop/web/", Fault.status(500));
    for (int i = 0; i < 4; i++) {
      assertThat(failure(web)).hasMessageContaining("a fault of its own (500)");
    }
    assertThat(source.manifest(other, soon()).digest()).isEqualTo(IMAGE.digest());
  }

  @Test
  void refusedConnectionsCountAndImpatienceDoesNot() throws IOException {
    registry.on("GET", "/manifests/", Fault.hang());
    for (int i = 0; i < 8; i++) {
      Deadline brief = Deadline.in(Duration.ofMillis(50));
      assertThatExceptionOfType(SourceException.Unavailable.class)
          .isThrownBy(() -> source.manifest(web, brief))
          .withMessageContaining("did not answer within");
    }
    try (RefusingPort port = RefusingPort.open()) {
      source.close();
      source =
          new RegistrySource(
              RegistrySettings.none().with(port.host(), Host.OVER_PLAIN_HTTP), clock::get);
      Reference nowhere = Reference.parse(port.host() + "/web");
      assertThat(failure(nowhere)).hasMessageContaining("refuses connections");
      assertThat(failure(nowhere)).hasMessageContaining("refuses connections");
      assertThat(failure(nowhere)).hasMessageContaining("failed several times in a row");
    }
  }

  @Test
  void asksNoFasterThanThePace() throws IOException {
    source.close();
    source = source(registry.settings().with(new Pace(10, 2)));
    long start = System.nanoTime();
    for (int i = 0; i < 6; i++) {
      source.resolve(web, soon());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(390), Duration.ofSeconds(20));
    source.close();
    source = source(registry.settings().with(new Pace(0.1, 1)));
    source.resolve(web, soon());
    assertThat(failure(web, Duration.ofSeconds(2)))
        .isInstanceOf(SourceException.RateLimited.class)
        .hasMessageContaining("the registry is asked as often as is allowed here already");
  }

  @Test
  void waitsUntilTheDateThatTheRegistryNames() throws IOException {
    ZonedDateTime then = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2);
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(then);
    registry.on("GET", "/manifests/", Fault.answer(429, Map.of("Retry-After", date), "")).once();
    source.manifest(web, soon());
    assertThat(Instant.now()).isAfterOrEqualTo(then.toInstant().truncatedTo(SECONDS));
    String past = DateTimeFormatter.RFC_1123_DATE_TIME.format(then.minusDays(1));
    registry.on("GET", "/manifests/", Fault.answer(429, Map.of("Retry-After", past), "")).once();
    source.manifest(web, soon());
    for (String unread : new String[] {"soon", "-1", "99999999999"}) {
      registry
          .on("GET", "/manifests/", Fault.answer(429, Map.of("Retry-After", unread), ""))
          .once();
      source.manifest(web, soon());
    }
    assertThat(registry.requests()).hasSize(10);
  }

  @Test
  void backsOffEvenWhereTheRegistrySaysAtOnce() {
    registry.on("GET", "/manifests/", Fault.tooManyRequests(0));
    long start = System.nanoTime();
    assertThat(failure(web)).isInstanceOf(SourceException.RateLimited.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(370));
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void whatIsNotThereIsNotAskedForAgainAtOnceButSoon() throws Exception {
    goByTheClock();
    Reference none = Reference.parse(registry.host() + "/shop/none:1");
    for (int i = 0; i < 20; i++) {
      assertThat(failure(none))
          .isInstanceOf(SourceException.NotFound.class)
          .hasMessageContaining("reading the manifest of " + none);
    }
    assertThat(registry.requests()).hasSize(1);
    registry.add("shop/none:1", IMAGE);
    clock.addAndGet(Duration.ofMillis(1_050).toNanos());
    assertThat(source.manifest(none, soon()).digest()).isEqualTo(IMAGE.digest());
  }

  @Test
  void goesThroughTheProxyThatIsSet() throws IOException {
    RegistrySettings settings;
    try (ForwardingProxy proxy = ForwardingProxy.start(registry.host())) {
      URI address = URI.create("http://" + proxy.host());
      String outside = "registry.invalid:5000";
      settings =
          RegistrySettings.none().with(outside, Host.OVER_PLAIN_HTTP).with(Proxies.all(address));
      source.close();
      source = source(settings);
      Reference there = Reference.parse(outside + "/shop/web:1.4");
      assertThat(source.manifest(there, soon()).digest()).isEqualTo(IMAGE.digest());
      assertThat(proxy.asked())
          .containsExactly("GET http://" + outside + "/v2/shop/web/manifests/1.4");
    }
    source.close();
    source = source(settings);
    assertThat(failure(Reference.parse("registry.invalid:5000/shop/web:1.4")))
        .hasMessageContaining("refuses connections at the proxy 127.0.0.1:");
  }

  @Test
  void aProxyIsNoWayInside() {
    source.close();
    URI proxy = URI.create("http://127.0.0.1:9");
    source = source(RegistrySettings.none().with(Proxies.all(proxy)));
    assertThat(failure(Reference.parse("169.254.169.254/latest/web")))
        .hasMessageContaining("an address inside, which is asked only for configured registries");
  }

  private void goByTheClock() {
    source.close();
    source = new RegistrySource(registry.settings(), clock::get);
  }

  private SourceException failure(Reference reference) {
    return failure(reference, LONG);
  }

  private SourceException failure(Reference reference, Duration time) {
    SourceException e =
        catchThrowableOfType(
            SourceException.class, () -> source.manifest(reference, Deadline.in(time)));
    assertThat(e).isNotNull();
    return e;
  }

  private static RegistrySource source(RegistrySettings settings) {
    return new RegistrySource(settings, Credentials.ANONYMOUS, Limits.defaults());
  }

  private static Deadline soon() {
    return Deadline.in(LONG);
  }
}
