package dev.plimsoll.e2e.parts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a program on the loopback interface how it is.
final class HealthProbe {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final HttpClient http;

  /// A probe of programs that speak plain HTTP.
  HealthProbe() {
    http = client().build();
  }

  HealthProbe(CertificateAuthority authority) {
    http = client().sslContext(authority.sslContext()).build();
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT);
  }

  boolean isHealthy(String scheme, int port, String path) throws IOException, InterruptedException {
    var uri = URI.create("%s://127.0.0.1:%d%s".formatted(scheme, port, path));
    var request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
    var response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return true;
  }
}
