package dev.plimsoll.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RegistryExtension.class)
class RegistryServerIT {
  private static final String LOGIN =
      "Basic "
          + Base64.getEncoder().encodeToString("sailor:secret".getBytes(StandardCharsets.UTF_8));

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @Test
  void givesBackWhatWasPushed(RegistryServer registry) throws Exception {
    var digest = TinyImage.to(registry).push("a/b", "1", "one");
    var answer = get(http, registry.uri() + "/v2/a/b/manifests/1", "");
    assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(digest);
  }

  @Test
  void countsEachRequestOnce(RegistryServer registry) throws Exception {
    TinyImage.to(registry).push("a/counted", "1", "counted");
    registry.forgetRequests();
    assertThat(registry.requests()).isEmpty();

    for (int i = 0; i < 3; i++) {
      get(http, registry.uri() + "/v2/a/counted/manifests/1", "");
    }
    get(http, registry.uri() + "/v2/a/counted/manifests/none?x=y", "");

    assertThat(registry.requests())
        .extracting(RegistryServer.Request::toString)
        .containsExactly(
            "GET /v2/a/counted/manifests/1 -> 200",
            "GET /v2/a/counted/manifests/1 -> 200",
            "GET /v2/a/counted/manifests/1 -> 200",
            "GET /v2/a/counted/manifests/none?x=y -> 404");
    registry.forgetRequests();
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void keepsItsImagesAndItsPortWhenItIsStartedAgain() throws Exception {
    var settings = RegistrySettings.defaults().withStorage(directory);
    try (var registry = RegistryServer.start(settings)) {
      TinyImage.to(registry).push("a/kept", "1", "kept");
      var uri = registry.uri() + "/v2/a/kept/manifests/1";
      registry.stop();
      assertThatThrownBy(() -> get(http, uri, "")).isInstanceOf(IOException.class);
      registry.start();
      assertThat(get(http, uri, "").statusCode()).isEqualTo(200);
    }
    assertThat(Files.exists(directory.resolve("docker"))).as("given storage is kept").isTrue();
  }

  @Test
  void asksForTheLogin() throws Exception {
    var settings = RegistrySettings.defaults().withLogin("sailor", "secret");
    try (var registry = RegistryServer.start(settings)) {
      var refusal = get(http, registry.uri() + "/v2/", "");
      assertThat(refusal.statusCode()).isEqualTo(401);
      assertThat(refusal.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Basic ");
      assertThat(get(http, registry.uri() + "/v2/", LOGIN).statusCode()).isEqualTo(200);
      assertThat(registry.dockerConfig()).contains(registry.host()).contains(LOGIN.substring(6));
    }
  }

  @Test
  void speaksTlsWithACertificateOfItsAuthority() throws Exception {
    var authority = new CertificateAuthority("harbour");
    try (var registry = RegistryServer.start(RegistrySettings.defaults().withTls(authority));
        var trusting = HttpClient.newBuilder().sslContext(authority.sslContext()).build()) {
      var digest = new TinyImage(trusting, registry.uri(), null).push("a/tls", "1", "tls");
      assertThat(digest).startsWith("sha256:");
      assertThat(registry.requests()).isNotEmpty();
      assertThatThrownBy(() -> get(http, registry.uri() + "/v2/", ""))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static HttpResponse<String> get(HttpClient http, String uri, String authorization)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(uri));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    request.header("Accept", "application/vnd.oci.image.manifest.v1+json");
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
