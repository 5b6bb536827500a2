package dev.plimsoll.operator.served;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.registry.connection.Trust;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the webhook's port shakes hands: by which protocols and suites, and anew each time.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class WebhookTlsTest {
  private static final int TIMEOUT = 10_000; // milliseconds

  @TestHTTPResource(value = "/validate", tls = true)
  URI webhook;

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
  })
  void shakesHandsBySuitesThatAreGood(String protocol, String suite) throws Exception {
    try (SSLSocket socket = socket(client(), protocol, suite)) {
      socket.startHandshake();

      assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"
      })
  void shakesNoHandsByWeakSuites(String suite) throws Exception {
    try (SSLSocket socket = socket(client(), "TLSv1.2", suite)) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
  })
  void resumesNoSession(String protocol, String suite) throws Exception {
    SSLContext client = client();
    Set<Long> begun = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      try (SSLSocket socket = socket(client, protocol, suite)) {
        socket.startHandshake();
        ask(socket); // tickets come behind the handshake
        begun.add(socket.getSession().getCreationTime());
      }
      Thread.sleep(5);
    }

    assertThat(begun).as("a session that is resumed keeps its time").hasSize(3);
  }

  private static void ask(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: webhook\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
    socket.getInputStream().readAllBytes();
  }

  /// Whether the webhook is believed is not the question here.
  private static SSLContext client() {
    return Trust.ANYONE.context(new KeyManager[0]);
  }

  private SSLSocket socket(SSLContext client, String protocol, String suite) throws IOException {
    SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket(webhook.getHost(), webhook.getPort());
    socket.setSoTimeout(TIMEOUT);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.setEnabledCipherSuites(new String[] {suite});
    return socket;
  }
}
