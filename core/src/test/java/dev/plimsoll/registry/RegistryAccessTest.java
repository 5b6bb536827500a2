package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.RegistrySettings.Host;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who is let in, with what, and where credentials and requests may go.
class RegistryAccessTest {
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.file("app", "x")).build();
  private static final Login ALICE = new Login("alice", "hunter2");
  private static final Login MALLORY = new Login("mallory", "guess");

  private final ScriptedRegistry registry = ScriptedRegistry.start();
  private final ScriptedRegistry elsewhere = ScriptedRegistry.start();
  private final Reference web = registry.add("shop/web:1.4", IMAGE);

  @AfterEach
  void close() {
    registry.close();
    elsewhere.close();
  }

  @Test
  void fetchesOneTokenAnonymouslyAndKeepsIt() throws IOException {
    registry.requireTokensFrom(elsewhere);
    try (RegistrySource source = source()) {
      read(source, web);
      read(source, web);
    }
    assertThat(elsewhere.requests())
        .extracting(Object::toString)
        .containsExactly("GET /token?service=scripted&scope=repository%3Ashop%2Fweb%3Apull");
    assertThat(elsewhere.requests().getFirst().header("Authorization")).isEmpty();
    assertThat(registry.requests()).hasSize(5);
  }

  @Test
  void asksForTheTokenOfTheNextRepositoryWithoutBeingRefusedFirst() throws IOException {
    Reference other = registry.add("shop/other:1", IMAGE);
    registry.requireTokensFrom(elsewhere);
    try (RegistrySource source = source()) {
      read(source, web);
      int before = registry.requests().size();
      read(source, other);
      assertThat(registry.requests()).hasSize(before + 2);
    }
    assertThat(elsewhere.requests("GET", "shop%2Fother")).hasSize(1);
  }

  @Test
  void fetchesANewTokenWhenTheOldOneIsNoLongerTaken() throws IOException {
    registry.requireTokensFrom(elsewhere);
    try (RegistrySource source = source()) {
      read(source, web);
      registry.revokeTokens();
      read(source, web);
    }
    assertThat(elsewhere.requests()).hasSize(2);
  }

  @Test
  void doesNotUseATokenThatHasEnded() throws IOException {
    registry.requireTokensFrom(elsewhere);
    elsewhere.tokensLast(0);
    try (RegistrySource source = source()) {
      source.resolve(web, soon());
      source.resolve(web, soon());
    }
    assertThat(elsewhere.requests()).hasSize(2);
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void givesTheLoginToTheTokenServiceAndTheTokenToTheRegistry() throws IOException {
    registry.requireTokensFrom(elsewhere);
    elsewhere.requireLogin(ALICE.user(), ALICE.password());
    try (RegistrySource source = source(ALICE)) {
      read(source, web);
    }
    assertThat(elsewhere.requests().getFirst().header("Authorization")).contains(ALICE.basic());
    assertThat(registry.requests())
        .noneMatch(r -> r.header("Authorization").orElse("").startsWith("Basic"));
  }

  @Test
  void triesEachLoginInTurn() throws IOException {
    registry.requireLogin(ALICE.user(), ALICE.password());
    try (RegistrySource source = source(MALLORY, ALICE)) {
      read(source, web);
      int before = registry.requests().size();
      read(source, web);
      assertThat(registry.requests()).hasSize(before + 2);
    }
  }

  @Test
  void triesEachLoginAtTheTokenServiceInTurn() throws IOException {
    registry.requireTokensFrom(elsewhere);
    elsewhere.requireLogin(ALICE.user(), ALICE.password());
    try (RegistrySource source = source(MALLORY, ALICE)) {
      read(source, web);
    }
  }

  @Test
  void saysThatCredentialsAreWanted() {
    registry.requireLogin(ALICE.user(), ALICE.password());
    assertThat(refused(source()))
        .hasMessage(
            "reading the manifest of "
                + web
                + ": the registry wants a user name and a password, and none are given for it");
    assertThat(refused(source(MALLORY)))
        .hasMessageContaining("the registry wants other credentials than it was given")
        .message()
        .doesNotContain("guess");
  }

  @Test
  void saysThatTheTokenServiceRefuses() {
    registry.requireTokensFrom(elsewhere);
    elsewhere.requireLogin(ALICE.user(), ALICE.password());
    assertThat(refused(source()))
        .hasMessageContaining("the token service 127.0.0.1 wants other credentials");
  }

  @Test
  void aTokenServiceThatIsNotThereDoesNotMeanThatTheImageIsNot() {
    registry.requireTokensFrom(elsewhere);
    elsewhere.on("GET", "/token", Fault.status(404));
    try (RegistrySource source = source()) {
      assertThatExceptionOfType(SourceException.Malformed.class)
          .isThrownBy(() -> source.manifest(web, soon()))
          .withMessageContaining(
              "the token service 127.0.0.1 is not where the registry says that it is (404)");
    }
  }

  @Test
  void aTokenServiceThatHangsEndsWithTheDeadline() {
    registry.requireTokensFrom(elsewhere);
    elsewhere.on("GET", "/token", Fault.hang());
    try (RegistrySource source = source()) {
      assertThatExceptionOfType(SourceException.Unavailable.class)
          .isThrownBy(() -> source.manifest(web, Deadline.in(Duration.ofMillis(500))))
          .withMessageMatching(
              ".*the token service 127\\.0\\.0\\.1 did not answer within 0\\.\\d s.*");
    }
  }

  @Test
  void aTokenServiceThatTalksNonsenseIsSaidToBeSo() {
    registry.requireTokensFrom(elsewhere);
    elsewhere
        .on("GET", "/token", Fault.answer(200, Map.of(), "{\"token\":\"a\\r\\nb: c\"}"))
        .once();
    elsewhere.on("GET", "/token", Fault.answer(200, Map.of(), "<html>")).once();
    try (RegistrySource source = source()) {
      assertThatExceptionOfType(SourceException.Malformed.class)
          .isThrownBy(() -> source.manifest(web, soon()))
          .withMessageContaining("answers without a token");
      assertThatExceptionOfType(SourceException.Malformed.class)
          .isThrownBy(() -> source.manifest(web, soon()))
          .withMessageContaining("answers with something that is no JSON");
    }
  }

  @Test
  void followsARedirectWithoutTakingTheTokenAlong() throws IOException {
    registry.requireTokensFrom(registry);
    elsewhere.add("shop/web:1.4", IMAGE);
    registry.on(
        "GET",
        "/blobs/" + IMAGE.config(),
        Fault.redirect(elsewhere.signedUrl(web, IMAGE.config())));
    try (RegistrySource source = source()) {
      read(source, web);
    }
    assertThat(elsewhere.requests()).hasSize(1);
    assertThat(elsewhere.requests().getFirst().headers()).doesNotContainKey("authorization");
    assertThat(registry.requests("GET", "/blobs/").getFirst().headers())
        .containsKey("authorization");
  }

  @Test
  void doesNotAnswerTheChallengeOfAHostThatItWasRedirectedTo() {
    elsewhere.requireLogin(ALICE.user(), ALICE.password());
    URI there = URI.create("http://" + elsewhere.host() + "/v2/shop/web/manifests/1.4");
    registry.on("GET", "/manifests/", Fault.redirect(there));
    assertThat(refused(source(ALICE)))
        .hasMessageContaining(
            "127.0.0.1, to which the registry redirects, wants other credentials");
    assertThat(elsewhere.requests()).hasSize(1);
  }

  @Test
  void aLoopOfRedirectsEnds() {
    URI itself = URI.create("http://" + registry.host() + "/v2/shop/web/manifests/1.4?q=secret");
    registry.on("GET", "/manifests/", Fault.redirect(itself));
    try (RegistrySource source = source()) {
      assertThatExceptionOfType(SourceException.Malformed.class)
          .isThrownBy(() -> source.manifest(web, soon()))
          .withMessage(
              "reading the manifest of " + web + ": the registry redirects more than 5 times");
    }
    assertThat(registry.requests()).hasSize(6);
  }

  @Test
  void isLedNowhereInsideByARedirectOrATokenRealm() {
    RegistrySettings registryAlone = registry.settings();
    elsewhere.add("shop/web:1.4", IMAGE);
    for (String scheme : List.of("http", "https")) {
      URI inside = URI.create(scheme + "://" + elsewhere.host() + "/signed/x?signature=secret");
      registry.on("GET", "/manifests/", Fault.redirect(inside)).once();
    }
    Map<String, String> realm =
        Map.of("WWW-Authenticate", "Bearer realm=\"https://" + elsewhere.host() + "/token\"");
    registry.on("GET", "/manifests/", Fault.answer(401, realm, "")).once();
    try (RegistrySource source =
        new RegistrySource(registryAlone, Credentials.of(ALICE), Limits.defaults())) {
      for (String sentence :
          List.of(
              "over plain http, which is not configured", "is at 127.0.0.1", "is at 127.0.0.1")) {
        assertThatExceptionOfType(SourceException.Unavailable.class)
            .isThrownBy(() -> source.manifest(web, soon()))
            .withMessageContaining(sentence)
            .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"))
            .satisfies(e -> assertThat(e.temporary()).isFalse());
      }
    }
    assertThat(elsewhere.requests()).isEmpty();
    assertThat(elsewhere.connections()).isZero();
  }

  private SourceException refused(RegistrySource source) {
    try (source) {
      return org.assertj.core.api.Assertions.catchThrowableOfType(
          SourceException.Unauthorized.class, () -> source.manifest(web, soon()));
    }
  }

  private RegistrySource source(Login... logins) {
    RegistrySettings both = registry.settings().with(elsewhere.host(), Host.OVER_PLAIN_HTTP);
    return new RegistrySource(both, Credentials.of(logins), Limits.defaults());
  }

  private static void read(RegistrySource source, Reference reference) throws IOException {
    Manifest manifest = source.manifest(reference, soon()).manifest();
    source.config(reference, ((Manifest.OfImage) manifest).config(), soon());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }
}
