package dev.plimsoll.operator.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where callers must show a certificate, the API server's is taken, no other is and none is not;
/// health is answered to everybody.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(value = CallerKeys.class, restrictToAnnotatedClass = true)
class CallerCertificateTest {
  @TestHTTPResource(value = "/validate", tls = true)
  URI webhook;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void answersWhoHasACertificateOfThatAuthority() throws Exception {
    assertThat(call(key("test.believed"))).isEqualTo(400); // a review was expected: it was read
  }

  @Test
  void answersNobodyWithoutOne() {
    assertThatThrownBy(() -> call(null)).isInstanceOf(IOException.class);
  }

  @Test
  void answersNobodyWithACertificateOfAnotherAuthority() {
    assertThatThrownBy(() -> call(key("test.stranger"))).isInstanceOf(IOException.class);
  }

  @Test
  void tellsItsHealthWithoutOne() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(
              http.send(
                      HttpRequest.newBuilder(management.resolve("/q/health/live")).build(),
                      BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  /// Looked up here, since a property that is injected must be there in every other test too.
  private static Path key(String property) {
    return Path.of(ConfigProvider.getConfig().getValue(property, String.class));
  }

  private int call(@Nullable Path key) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    if (key != null) {
      keys.init(CallerKeys.store(key), CallerKeys.PASSWORD.toCharArray());
    }
    tls.init(
        key == null ? null : keys.getKeyManagers(),
        new TrustManager[] {new Credulous()},
        new SecureRandom());
    try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
      return http.send(
              HttpRequest.newBuilder(webhook)
                  .timeout(Duration.ofSeconds(10))
                  .POST(BodyPublishers.ofString("{}"))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  /// Whom the operator believes is the question here, not whether it is believed.
  private static final class Credulous extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
