package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.Descriptor;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.ManifestReader;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each way in which a registry fails ends in its own exception, with its own sentence, in time.
class RegistryFaultsTest {
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.noise("app", 200_000)).build();

  /// For what does not end by itself.
  private static final Duration BRIEF = Duration.ofMillis(900);

  /// For what does, on a machine that stands still for a while.
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Duration IN_TIME = Duration.ofSeconds(15);

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);
  private final RegistrySource source =
      new RegistrySource(registry.settings(), Credentials.ANONYMOUS, Limits.defaults());

  @AfterEach
  void close() {
    source.close();
    registry.close();
  }

  static Stream<Arguments> manifestFaults() {
    Map<String, String> none = Map.of();
    return Stream.of(
        Arguments.of(
            Fault.status(401), SourceException.Unauthorized.class, 1, "wants other credentials"),
        Arguments.of(
            Fault.status(403), SourceException.Unauthorized.class, 1, "does not allow it (403)"),
        Arguments.of(
            Fault.status(404), SourceException.NotFound.class, 1, "has no such image; check"),
        Arguments.of(
            Fault.tooManyRequests(60), SourceException.RateLimited.class, 1, "(429); log in to it"),
        Arguments.of(
            Fault.status(429), SourceException.RateLimited.class, 3, "left alone for a while"),
        Arguments.of(
            Fault.status(500), SourceException.Unavailable.class, 3, "a fault of its own (500)"),
        Arguments.of(
            Fault.status(503), SourceException.Unavailable.class, 3, "a fault of its own (503)"),
        Arguments.of(
            Fault.status(418), SourceException.Malformed.class, 1, "the unexpected status 418"),
        Arguments.of(
            Fault.cut(),
            SourceException.Unavailable.class,
            3,
            "broke off after|closed the connection without an answer"),
        Arguments.of(Fault.close(), SourceException.Unavailable.class, -1, "closed the connection"),
        Arguments.of(
            Fault.hang(),
            SourceException.Unavailable.class,
            1,
            "did not answer within 0.9 s; check"),
        Arguments.of(
            Fault.hangInBody(), SourceException.Unavailable.class, 1, "bytes within 0.9 s"),
        Arguments.of(
            Fault.trickle(Duration.ofMillis(40)),
            SourceException.Unavailable.class,
            1,
            "bytes within 0.9 s; it or the network is too slow"),
        Arguments.of(Fault.endless(), SourceException.TooLarge.class, 1, "longer than the 4.0 MiB"),
        Arguments.of(
            Fault.otherBytes(), SourceException.DigestMismatch.class, 1, "sent bytes with the"),
        Arguments.of(
            Fault.otherLength(1, true), SourceException.DigestMismatch.class, 1, "is damaged"),
        Arguments.of(
            Fault.otherLength(-1, false), SourceException.DigestMismatch.class, 1, "is damaged"),
        Arguments.of(
            Fault.header("Docker-Content-Digest", IMAGE.config().toString()),
            SourceException.DigestMismatch.class,
            1,
            "sent bytes with the digest " + IMAGE.digest().abbreviated()),
        Arguments.of(
            Fault.header("Content-Length", "99999999"),
            SourceException.TooLarge.class,
            1,
            "4.0 MiB"),
        Arguments.of(
            Fault.answer(200, none, "secret"),
            SourceException.Malformed.class,
            1,
            "not as specified"),
        Arguments.of(
            Fault.answer(302, none, ""), SourceException.Malformed.class, 1, "redirects to no URL"),
        Arguments.of(
            Fault.answer(302, Map.of("Location", "mailto:secret"), ""),
            SourceException.Malformed.class,
            1,
            "redirects to no URL"));
  }

  @ParameterizedTest
  @MethodSource("manifestFaults")
  void aManifestThatCannotBeReadSaysWhy(
      Fault fault, Class<? extends SourceException> type, int requests, String sentence) {
    registry.on("GET", "/manifests/", fault);
    SourceException e = fails(type, () -> source.manifest(web, within(sentence)));
    assertThat(e).hasMessageStartingWith("reading the manifest of " + web + ": ");
    // A connection's reset may overtake what was sent before it: hence alternatives.
    assertThat(sentence.split("\\|")).anyMatch(rounded(e)::contains);
    assertThat(e.getMessage()).doesNotContain("secret");
    if (requests > 0) {
      assertThat(registry.requests("GET", "/manifests/")).hasSize(requests);
    }
  }

  static Stream<Arguments> layerFaults() {
    return Stream.of(
        Arguments.of(Fault.status(404), SourceException.NotFound.class, "has no such image"),
        Arguments.of(Fault.cut(), SourceException.Unavailable.class, "broke off after"),
        Arguments.of(
            Fault.hang(), SourceException.Unavailable.class, "did not answer within 0.9 s"),
        Arguments.of(Fault.hangInBody(), SourceException.Unavailable.class, "bytes within 0.9 s"),
        Arguments.of(
            Fault.trickle(Duration.ofMillis(5)),
            SourceException.Unavailable.class,
            "within 0.9 s; it or the network is too slow"),
        Arguments.of(
            Fault.otherBytes(), SourceException.DigestMismatch.class, "its bytes have the digest"),
        Arguments.of(
            Fault.otherLength(1, true),
            SourceException.DigestMismatch.class,
            "the manifest states"),
        Arguments.of(
            Fault.otherLength(1, false), SourceException.DigestMismatch.class, "longer than the"),
        Arguments.of(
            Fault.otherLength(-1, false), SourceException.DigestMismatch.class, "it ends after"),
        Arguments.of(Fault.endless(), SourceException.DigestMismatch.class, "longer than the"));
  }

  @ParameterizedTest
  @MethodSource("layerFaults")
  void aLayerThatCannotBeReadSaysWhy(
      Fault fault, Class<? extends SourceException> type, String sentence) throws IOException {
    Descriptor layer = layer();
    registry.on("GET", "/blobs/", fault);
    SourceException e =
        fails(
            type,
            () -> {
              try (InputStream in = source.layer(web, layer, within(sentence))) {
                in.readAllBytes();
              }
            });
    assertThat(e)
        .hasMessageStartingWith("reading layer " + layer.digest().abbreviated() + " of " + web);
    assertThat(rounded(e)).contains(sentence);
  }

  private static Deadline within(String sentence) {
    return Deadline.in(sentence.contains("within 0.9 s") ? BRIEF : LONG);
  }

  /// The message, as if no time had passed between the deadline and the question.
  private static String rounded(SourceException e) {
    return String.valueOf(e.getMessage()).replaceFirst("within 0\\.\\d s", "within 0.9 s");
  }

  @Test
  void whatFailsForAMomentIsTriedAgain() throws IOException {
    registry.on("GET", "/manifests/", Fault.status(503)).once();
    registry.on("GET", "/manifests/", Fault.cut()).once();
    assertThat(source.manifest(web, Deadline.in(LONG)).digest()).isEqualTo(IMAGE.digest());
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void waitsAsLongAsTheRegistryAsksWhereThatFitsIntoTheDeadline() throws IOException {
    registry.on("GET", "/manifests/", Fault.tooManyRequests(1)).once();
    long start = System.nanoTime();
    assertThat(source.manifest(web, Deadline.in(LONG)).digest()).isEqualTo(IMAGE.digest());
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(1), IN_TIME);
  }

  @Test
  void doesNotWaitWhereTheRegistryAsksForMoreThanIsLeft() {
    registry.on("GET", "/manifests/", Fault.tooManyRequests(30));
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    SourceException e =
        catchThrowableOfType(
            SourceException.RateLimited.class, () -> source.manifest(web, deadline));
    assertThat(deadline.remaining()).isGreaterThan(Duration.ofSeconds(10));
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(30));
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void aRegistryThatRefusesConnectionsSaysSo() {
    try (RefusingPort port = RefusingPort.open()) {
      assertThat(fromHost(port.host(), LONG))
          .hasMessageContaining("refuses connections at " + port.host() + "; check that");
    }
  }

  @Test
  void aRegistryThatDropsConnectionAttemptsSaysSo() {
    try (DroppingPort port = DroppingPort.open()) {
      assertThat(rounded(fromHost(port.host(), BRIEF)))
          .contains("did not answer within 0.9 s; check");
    }
  }

  @Test
  void aRegistryThatSpeaksNoTlsSaysSo() {
    RegistrySettings overHttps =
        RegistrySettings.none().with(registry.host(), RegistrySettings.Host.OVER_HTTPS);
    assertThat(from(overHttps, web, LONG))
        .hasMessageContaining("does not speak TLS as expected; configure it for plain http");
  }

  @Test
  void aHostThatTheDnsDoesNotKnowSaysSo() {
    assertThat(fromHost("registry.invalid", BRIEF)).hasMessageContaining("registry.invalid");
  }

  private static SourceException fromHost(String host, Duration time) {
    RegistrySettings settings =
        RegistrySettings.none().with(host, RegistrySettings.Host.OVER_PLAIN_HTTP);
    return from(settings, Reference.parse(host + "/web"), time);
  }

  private static SourceException from(
      RegistrySettings settings, Reference reference, Duration time) {
    try (RegistrySource other =
        new RegistrySource(settings, Credentials.ANONYMOUS, Limits.defaults())) {
      return fails(
          SourceException.Unavailable.class, () -> other.manifest(reference, Deadline.in(time)));
    }
  }

  @Test
  void aDeadlineThatHasPassedAsksNothing() {
    Deadline past = Deadline.in(Duration.ofMillis(-1));
    fails(SourceException.Unavailable.class, () -> source.manifest(web, past));
    fails(SourceException.Unavailable.class, () -> source.resolve(web, past));
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aDigestThatTheBytesDoNotHaveIsNotBelieved() {
    Digest forged = IMAGE.config();
    registry.on("GET", "/manifests/" + forged, Fault.answer(200, Map.of(), "{\"manifests\":[]}"));
    fails(
        SourceException.DigestMismatch.class,
        () -> source.manifest(web, forged, Deadline.in(LONG)));
  }

  private static <E extends SourceException> E fails(Class<E> type, ThrowingCallable call) {
    long start = System.nanoTime();
    E e = catchThrowableOfType(type, call);
    assertThat(e).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
    return e;
  }

  private static Descriptor layer() throws SourceException {
    Manifest manifest =
        ManifestReader.read(IMAGE.manifest(), IMAGE.mediaType(), "reading", Limits.defaults());
    return ((Manifest.OfImage) manifest).layers().getFirst();
  }
}
