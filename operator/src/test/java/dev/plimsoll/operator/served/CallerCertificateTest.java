package dev.plimsoll.operator.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.operator.certificate.MadeKey;
import dev.plimsoll.registry.Eventually;
import dev.plimsoll.registry.connection.Trust;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void answersWhoHasACertificateOfThatAuthority(String protocol) throws Exception {
    assertThat(call(protocol, key("test.believed")))
        .isEqualTo(400); // a review was expected: it was read
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void answersNobodyWithoutOne(String protocol) {
    assertThatThrownBy(() -> call(protocol, null)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void answersNobodyWithACertificateOfAnotherAuthority(String protocol) {
    assertThatThrownBy(() -> call(protocol, key("test.stranger"))).isInstanceOf(IOException.class);
  }

  @Test
  void tellsItsHealthWithoutOne() {
    assertThat(health("live")).isEqualTo(200);
  }

  /// What it asks itself before it is ready needs none either.
  @Test
  void getsReady() throws Exception {
    Eventually.holds(() -> health("ready") == 200);
  }

  private int health(String check) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(management.resolve("/q/health/" + check))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Looked up here, since a property that is injected must be there in every other test too.
  private static Path key(String property) {
    return Path.of(ConfigProvider.getConfig().getValue(property, String.class));
  }

  private static KeyManager[] keys(Path key) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(new MadeKey(key).store(), MadeKey.PASSWORD.toCharArray());
    return keys.getKeyManagers();
  }

  /// Whom the operator believes is the question here, not whether it is believed.
  private int call(String protocol, @Nullable Path key) throws Exception {
    SSLContext tls = Trust.ANYONE.context(key == null ? new KeyManager[0] : keys(key));
    SSLParameters only = new SSLParameters();
    only.setProtocols(new String[] {protocol});
    try (HttpClient http = HttpClient.newBuilder().sslContext(tls).sslParameters(only).build()) {
      return http.send(
              HttpRequest.newBuilder(webhook)
                  .timeout(Duration.ofSeconds(10))
                  .POST(BodyPublishers.ofString("{}"))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }
}
