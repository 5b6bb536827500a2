package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.RegistrySettings.Mirror;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Mirrors are asked first, as far as they are trusted, and never stand between us and the
/// registry that they mirror.
class MirrorsTest {
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.noise("app", 50_000)).build();
  private static final TestImage OLDER =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.file("app", "old")).build();

  private static final Duration HALF = Duration.ofSeconds(3);

  private final ScriptedRegistry origin = ScriptedRegistry.start();
  private final ScriptedRegistry mirror = ScriptedRegistry.start();
  private final Reference web = origin.add("shop/web:1.4", IMAGE);

  @AfterEach
  void close() {
    origin.close();
    mirror.close();
  }

  @Test
  void whatIsNamedByItsDigestIsReadFromTheMirrorAlone() throws IOException {
    mirror.add("shop/web:1.4", IMAGE);
    try (RegistrySource source = source(false)) {
      readAll(source, web.at(IMAGE.digest()));
    }
    assertThat(origin.requests()).isEmpty();
    assertThat(mirror.requests())
        .extracting(Object::toString)
        .first()
        .isEqualTo("GET /v2/shop/web/manifests/" + IMAGE.digest() + "?ns=" + web.registry());
  }

  @Test
  void aTagIsAskedOfTheMirrorOnlyWhereItIsTrustedWithTags() throws IOException {
    mirror.add("shop/web:1.4", OLDER);
    try (RegistrySource source = source(false)) {
      assertThat(source.resolve(web, soon())).isEqualTo(IMAGE.digest());
      assertThat(source.manifest(web, soon()).digest()).isEqualTo(IMAGE.digest());
    }
    assertThat(mirror.requests()).isEmpty();
    try (RegistrySource source = source(true)) {
      assertThat(source.resolve(web, soon())).isEqualTo(OLDER.digest());
      assertThat(source.manifest(web, soon()).digest()).isEqualTo(OLDER.digest());
    }
  }

  @Test
  void aMirrorMayKeepItsImagesBelowAPrefix() throws IOException {
    mirror.add("cache/hub/shop/web:1.4", IMAGE);
    RegistrySettings settings = settings(Mirror.parse(mirror.host() + "/cache/hub", true));
    try (RegistrySource source = source(settings)) {
      readAll(source, web);
    }
    assertThat(origin.requests()).isEmpty();
  }

  static List<Fault> faults() {
    return List.of(
        Fault.status(401),
        Fault.status(404),
        Fault.status(418),
        Fault.status(429),
        Fault.status(500),
        Fault.close(),
        Fault.cut(),
        Fault.otherBytes(),
        Fault.answer(200, java.util.Map.of(), "<html>"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whateverTheMirrorDoesTheRegistryIsAskedNext(Fault fault) throws IOException {
    mirror.add("shop/web:1.4", IMAGE);
    mirror.on("GET", "/manifests/", fault);
    mirror.on("HEAD", "/manifests/", Fault.status(500));
    try (RegistrySource source = source(true)) {
      assertThat(source.manifest(web, soon()).digest()).isEqualTo(IMAGE.digest());
      assertThat(source.resolve(web, soon())).isEqualTo(IMAGE.digest());
    }
    assertThat(mirror.requests("GET", "/manifests/")).hasSizeLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentMirrorGetsHalfOfTheTime(boolean inBody) throws IOException {
    mirror.add("shop/web:1.4", IMAGE);
    mirror.on("GET", "/manifests/", inBody ? Fault.hangInBody() : Fault.hang());
    long start = System.nanoTime();
    try (RegistrySource source = source(true)) {
      Deadline deadline = Deadline.in(HALF.multipliedBy(2));
      assertThat(source.manifest(web, deadline).digest()).isEqualTo(IMAGE.digest());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(HALF.minusMillis(10), HALF.multipliedBy(2));
  }

  @Test
  void aLayerFromAMirrorHasAllOfTheTimeOnceItHasBegun() throws IOException {
    mirror.add("shop/web:1.4", IMAGE);
    mirror.on(
        "GET", "/blobs/" + IMAGE.layers().getFirst(), Fault.pauseInBody(HALF.plusMillis(300)));
    try (RegistrySource source = source(false)) {
      Reference pinned = web.at(IMAGE.digest());
      Manifest.OfImage manifest =
          (Manifest.OfImage) source.manifest(pinned, IMAGE.digest(), soon());
      Deadline deadline = Deadline.in(HALF.multipliedBy(2));
      Descriptor layer = manifest.layers().getFirst();
      try (InputStream bytes = source.layer(pinned, layer, deadline)) {
        assertThat(bytes.readAllBytes()).hasSize((int) layer.size().count());
      }
    }
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void aMirrorThatIsAwayIsNotAskedEachTime() throws IOException {
    mirror.add("shop/web:1.4", IMAGE);
    mirror.on("GET", "/manifests/", Fault.status(503));
    RegistrySettings settings = settings(Mirror.parse(mirror.host(), true));
    try (RegistrySource source = new RegistrySource(settings, () -> 0)) {
      for (int i = 0; i < 20; i++) {
        assertThat(source.manifest(web, soon()).digest()).isEqualTo(IMAGE.digest());
      }
    }
    assertThat(mirror.requests()).hasSize(5);
  }

  @Test
  void theErrorIsTheRegistrysOwn() {
    origin.on("GET", "/manifests/", Fault.status(404));
    try (RegistrySource source = source(true)) {
      assertThatExceptionOfType(SourceException.NotFound.class)
          .isThrownBy(() -> source.manifest(web, soon()))
          .withMessageContaining("the registry has no such image");
    }
  }

  @Test
  void theRegistrysLoginIsNotGivenToTheMirror() throws IOException {
    Login origins = new Login("alice", "hunter2");
    Login mirrors = new Login("mirror", "reader");
    mirror.add("shop/web:1.4", IMAGE);
    mirror.requireLogin(mirrors.user(), mirrors.password());
    Credentials each =
        (reference, _) -> Logins.of(reference.registry().equals(mirror.host()) ? mirrors : origins);
    RegistrySettings settings = settings(Mirror.parse(mirror.host(), true));
    try (RegistrySource source = new RegistrySource(settings, each, Limits.defaults())) {
      readAll(source, web);
    }
    assertThat(origin.requests()).isEmpty();
    assertThat(mirror.requests())
        .noneMatch(r -> r.header("Authorization").orElse("").equals(origins.basic()));
  }

  @Test
  void namesOfMirrorsAreReadOrRefused() {
    assertThat(Mirror.parse("Mirror.example.com:5000", false))
        .isEqualTo(new Mirror("mirror.example.com:5000", "", false));
    assertThat(Mirror.parse("harbor.example.com/proxy/hub", true))
        .isEqualTo(new Mirror("harbor.example.com", "proxy/hub", true));
    for (String wrong : List.of("https://mirror.example.com", "a b", "r.io/Upper", "", "r.io//x")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Mirror.parse(wrong, true));
    }
  }

  private static void readAll(RegistrySource source, Reference reference) throws IOException {
    Digest digest = source.resolve(reference, soon());
    Manifest.OfImage manifest = (Manifest.OfImage) source.manifest(reference, digest, soon());
    source.config(reference, manifest.config(), soon());
    for (Descriptor layer : manifest.layers()) {
      try (InputStream bytes = source.layer(reference, layer, soon())) {
        assertThat(bytes.readAllBytes()).hasSize((int) layer.size().count());
      }
    }
  }

  private RegistrySource source(boolean tags) {
    return source(settings(Mirror.parse(mirror.host(), tags)));
  }

  private static RegistrySource source(RegistrySettings settings) {
    return new RegistrySource(settings, Credentials.ANONYMOUS, Limits.defaults());
  }

  private RegistrySettings settings(Mirror of) {
    return RegistrySettings.none()
        .with(origin.host(), Host.OVER_PLAIN_HTTP.withMirrors(List.of(of)))
        .with(mirror.host(), Host.OVER_PLAIN_HTTP);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }
}
