package dev.plimsoll.e2e.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageSource.Referrer;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.Manifest;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.DockerConfig;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.RegistrySettings.Mirror;
import dev.plimsoll.registry.RegistrySource;
import dev.plimsoll.registry.connection.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The core reads what the real registry serves, in every way in which that lets clients in.
class RegistryReadingIT {
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void anOpenRegistry() throws Exception {
    try (var registry = RegistryServer.start(RegistrySettings.defaults());
        var source = source(registry, Host.OVER_PLAIN_HTTP, Credentials.ANONYMOUS)) {
      var digest = TinyImage.to(registry).push("shop/web", "1.4", "web");
      var web = reference(registry, "shop/web:1.4");
      registry.forgetRequests();
      assertThat(source.resolve(web, soon())).hasToString(digest);
      readWhole(source, web);
      assertThat(registry.requests()).hasSize(4);
      var layer = ((Manifest.OfImage) source.manifest(web, soon()).manifest()).layers().getFirst();
      try (var part = source.range(web, layer, 2, 8, soon()).orElseThrow()) {
        assertThat(part.readAllBytes()).hasSize(8);
      }
      assertThatThrownBy(() -> source.manifest(reference(registry, "shop/web:none"), soon()))
          .isInstanceOf(SourceException.NotFound.class)
          .hasMessageContaining("shop/web:none: the registry has no such image; check its name");
    }
  }

  @Test
  void aRegistryWithAPasswordFile() throws Exception {
    var settings = RegistrySettings.defaults().withLogin("sailor", "secret");
    try (var registry = RegistryServer.start(settings)) {
      var basic = new TinyImage(http, registry.uri(), basic("sailor", "secret"));
      basic.push("shop/web", "1.4", "web");
      var web = reference(registry, "shop/web:1.4");
      var config = DockerConfig.parse(registry.dockerConfig().getBytes(UTF_8));
      try (var source = source(registry, Host.OVER_PLAIN_HTTP, config)) {
        readWhole(source, web);
      }
      try (var source = source(registry, Host.OVER_PLAIN_HTTP, Credentials.ANONYMOUS)) {
        assertThatThrownBy(() -> readWhole(source, web))
            .isInstanceOf(SourceException.Unauthorized.class)
            .hasMessageContaining("wants a user name and a password, and none are given for it");
      }
      var wrong = Credentials.of(new Login("sailor", "guess"));
      try (var source = source(registry, Host.OVER_PLAIN_HTTP, wrong)) {
        assertThatThrownBy(() -> readWhole(source, web))
            .isInstanceOf(SourceException.Unauthorized.class)
            .hasMessageContaining("wants other credentials than it was given")
            .hasMessageNotContaining("guess");
      }
    }
  }

  @Test
  void aRegistryThatTrustsATokenService() throws Exception {
    try (var tokens = TokenIssuer.start("sailor", "secret", Duration.ofMinutes(5));
        var registry = RegistryServer.start(RegistrySettings.defaults().withTokens(tokens))) {
      for (var name : List.of("public/web", "shop/web")) {
        var push = "Bearer " + tokens.mint("repository:" + name + ":pull,push");
        new TinyImage(http, registry.uri(), push).push(name, "1.4", name);
      }
      var open = reference(registry, "public/web:1.4");
      var closed = reference(registry, "shop/web:1.4");
      try (var source = source(registry, tokens, Credentials.ANONYMOUS)) {
        readWhole(source, open);
        assertThat(tokens.requests()).containsExactly("GET repository:public/web:pull unknown");
        assertThatThrownBy(() -> readWhole(source, closed))
            .isInstanceOf(SourceException.Unauthorized.class);
      }
      var sailor = new Login("sailor", "secret");
      for (var login : List.of(sailor, Login.identityToken(tokens.identityToken()))) {
        try (var source = source(registry, tokens, Credentials.of(login))) {
          readWhole(source, closed);
        }
      }
      assertThat(tokens.requests())
          .contains("GET repository:shop/web:pull known", "POST repository:shop/web:pull known");
      var wrong = Credentials.of(Login.identityToken("guess"));
      try (var source = source(registry, tokens, wrong)) {
        assertThatThrownBy(() -> readWhole(source, closed))
            .isInstanceOf(SourceException.Unauthorized.class)
            .hasMessageContaining("the token service 127.0.0.1 wants other credentials")
            .hasMessageNotContaining("guess");
      }
    }
  }

  @Test
  void tokensAreFetchedAnewBeforeTheyEnd() throws Exception {
    try (var tokens = TokenIssuer.start("sailor", "secret", Duration.ofSeconds(2));
        var registry = RegistryServer.start(RegistrySettings.defaults().withTokens(tokens));
        var source = source(registry, tokens, Credentials.ANONYMOUS)) {
      var push = "Bearer " + tokens.mint("repository:public/web:pull,push");
      new TinyImage(http, registry.uri(), push).push("public/web", "1.4", "web");
      var web = reference(registry, "public/web:1.4");
      readWhole(source, web);
      Thread.sleep(1_600);
      registry.forgetRequests();
      int before = tokens.requests().size();
      readWhole(source, web);
      assertThat(tokens.requests()).as("with the next token").hasSizeGreaterThan(before);
      assertThat(registry.requests()).noneMatch(request -> request.status() == 401);
    }
  }

  @Test
  void aRegistryWithACertificateOfAPrivateAuthority() throws Exception {
    var authority = new CertificateAuthority("harbour");
    try (var registry = RegistryServer.start(RegistrySettings.defaults().withTls(authority));
        var trusting = HttpClient.newBuilder().sslContext(authority.sslContext()).build()) {
      new TinyImage(trusting, registry.uri(), null).push("shop/web", "1.4", "web");
      var web = reference(registry, "shop/web:1.4");
      var trust = Trust.alsoIn(authority.certificate().getBytes(UTF_8));
      for (var believed : List.of(trust, Trust.ANYONE)) {
        var host = Host.OVER_HTTPS.withTrust(believed);
        try (var source = source(registry, host, Credentials.ANONYMOUS)) {
          readWhole(source, web);
        }
      }
      var other = new CertificateAuthority("other").certificate().getBytes(UTF_8);
      for (var host : List.of(Host.OVER_HTTPS, Host.OVER_HTTPS.withTrust(Trust.alsoIn(other)))) {
        try (var source = source(registry, host, Credentials.ANONYMOUS)) {
          assertThatThrownBy(() -> readWhole(source, web))
              .isInstanceOf(SourceException.Unavailable.class)
              .hasMessageContaining("a certificate for 127.0.0.1 that is not trusted here");
        }
      }
    }
  }

  @Test
  void aMirrorAndThenTheRegistryItself() throws Exception {
    try (var origin = RegistryServer.start(RegistrySettings.defaults());
        var mirror = RegistryServer.start(RegistrySettings.defaults())) {
      var both = TinyImage.to(origin).push("shop/web", "1.4", "web");
      TinyImage.to(mirror).push("shop/web", "1.4", "web");
      TinyImage.to(origin).push("shop/new", "1", "new");
      var host = Host.OVER_PLAIN_HTTP.withMirrors(List.of(Mirror.parse(mirror.host(), false)));
      var settings =
          dev.plimsoll.registry.RegistrySettings.none()
              .with(origin.host(), host)
              .with(mirror.host(), Host.OVER_PLAIN_HTTP);
      try (var source = new RegistrySource(settings, Credentials.ANONYMOUS, Limits.defaults())) {
        origin.forgetRequests();
        readWhole(source, reference(origin, "shop/web@" + both));
        assertThat(origin.requests()).isEmpty();
        readWhole(source, reference(origin, "shop/new:1"));
        mirror.stop();
        readWhole(source, reference(origin, "shop/web:1.4"));
      }
    }
  }

  @Test
  void whatIsAttachedToAnImage() throws Exception {
    try (var registry = RegistryServer.start(RegistrySettings.defaults());
        var source = source(registry, Host.OVER_PLAIN_HTTP, Credentials.ANONYMOUS)) {
      var digest = TinyImage.to(registry).push("shop/web", "1.4", "web");
      var web = reference(registry, "shop/web:1.4");
      assertThat(source.referrers(web, Digest.parse(digest), soon())).isEmpty();
      var length = get(registry.uri() + "/v2/shop/web/manifests/" + digest).getBytes(UTF_8).length;
      var index =
          """
          {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
          {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%d,
          "artifactType":"application/spdx+json"}]}"""
              .formatted(digest, length);
      var tag = registry.uri() + "/v2/shop/web/manifests/" + digest.replace(':', '-');
      var put =
          HttpRequest.newBuilder(URI.create(tag))
              .header("Content-Type", "application/vnd.oci.image.index.v1+json")
              .PUT(BodyPublishers.ofString(index));
      assertThat(http.send(put.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(201);
      assertThat(source.referrers(web, Digest.parse(digest), soon()))
          .extracting(Referrer::artifactType)
          .containsExactly("application/spdx+json");
    }
  }

  @Test
  void aRegistryThatGoesAndComesBack() throws Exception {
    try (var registry = RegistryServer.start(RegistrySettings.defaults());
        var source = source(registry, Host.OVER_PLAIN_HTTP, Credentials.ANONYMOUS)) {
      TinyImage.to(registry).push("shop/web", "1.4", "web");
      var web = reference(registry, "shop/web:1.4");
      readWhole(source, web);
      registry.stop();
      for (var sentence : List.of("refuses connections", "refuses connections", "left alone")) {
        assertThatThrownBy(() -> source.manifest(web, soon()))
            .isInstanceOf(SourceException.Unavailable.class)
            .hasMessageMatching("(?s).*(" + sentence + "|closed the connection).*");
      }
      registry.start();
      Patience.await(
          Duration.ofMinutes(1), () -> isRead(source, web), () -> "it is left alone for ever");
    }
  }

  private static boolean isRead(RegistrySource source, Reference reference) {
    try {
      readWhole(source, reference);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void readWhole(RegistrySource source, Reference reference) throws IOException {
    var manifest = (Manifest.OfImage) source.manifest(reference, soon()).manifest();
    source.config(reference, manifest.config(), soon());
    for (var layer : manifest.layers()) {
      try (var bytes = source.layer(reference, layer, soon())) {
        assertThat(bytes.readAllBytes()).hasSize((int) layer.size().count());
      }
    }
  }

  private String get(String uri) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Accept", "application/vnd.oci.image.manifest.v1+json");
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  private static RegistrySource source(
      RegistryServer registry, Host host, Credentials credentials) {
    var settings = dev.plimsoll.registry.RegistrySettings.none().with(registry.host(), host);
    return new RegistrySource(settings, credentials, Limits.defaults());
  }

  private static RegistrySource source(
      RegistryServer registry, TokenIssuer tokens, Credentials credentials) {
    var settings =
        dev.plimsoll.registry.RegistrySettings.none()
            .with(registry.host(), Host.OVER_PLAIN_HTTP)
            .with(tokens.host(), Host.OVER_PLAIN_HTTP);
    return new RegistrySource(settings, credentials, Limits.defaults());
  }

  private static Reference reference(RegistryServer registry, String name) {
    return Reference.parse(registry.host() + "/" + name);
  }

  private static String basic(String user, String password) {
    var pair = (user + ":" + password).getBytes(UTF_8);
    return "Basic " + java.util.Base64.getEncoder().encodeToString(pair);
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }
}
