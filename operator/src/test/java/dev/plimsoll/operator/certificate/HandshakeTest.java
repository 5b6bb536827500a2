package dev.plimsoll.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.registry.connection.Trust;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever engine shakes hands, it shows the certificate that counts, by every protocol and with
/// every kind of key.
class HandshakeTest {
  private final Vertx vertx = Vertx.vertx();
  private final ServingKey key = new ServingKey();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource({
    "Java, EC, TLSv1.2",
    "Java, EC, TLSv1.3",
    "Java, RSA, TLSv1.2",
    "Java, RSA, TLSv1.3",
    "BoringSSL, EC, TLSv1.2",
    "BoringSSL, EC, TLSv1.3",
    "BoringSSL, RSA, TLSv1.2",
    "BoringSSL, RSA, TLSv1.3"
  })
  void showsTheCertificateThatCounts(String engine, String algorithm, String protocol)
      throws Exception {
    ServingCertificate first = certificate(algorithm, "first");
    ServingCertificate second = certificate(algorithm, "second");
    key.show(first);
    int port = serve(engine(engine));
    assertThat(shownTo(port, protocol)).isEqualTo(first.certificate());

    key.show(second);

    assertThat(shownTo(port, protocol)).isEqualTo(second.certificate());
  }

  @Test
  void showsAnotherKindOfKeyFromOneHandshakeToTheNext() throws Exception {
    ServingCertificate rsa = certificate("RSA", "first");
    key.show(
        CertificateMaker.make(
            Set.of("plimsoll-webhook.plimsoll-system.svc"), Instant.now(), Duration.ofDays(1)));
    int port = serve(engine("BoringSSL"));
    shownTo(port, "TLSv1.3");

    key.show(rsa);

    assertThat(shownTo(port, "TLSv1.3")).isEqualTo(rsa.certificate());
  }

  private static SSLEngineOptions engine(String name) {
    if (name.equals("Java")) {
      return new JdkSSLEngineOptions();
    }
    assertThat(OpenSSLEngineOptions.isAvailable()).as("on Linux").isTrue();
    return new OpenSSLEngineOptions();
  }

  private int serve(SSLEngineOptions engine) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setSslEngineOptions(engine)
                    .setKeyCertOptions(KeyCertOptions.wrap(key)))
            .requestHandler(request -> request.response().end());
    return server
        .listen(0, "localhost")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }

  private static X509Certificate shownTo(int port, String protocol) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            Trust.ANYONE
                .context(new KeyManager[0])
                .getSocketFactory()
                .createSocket("localhost", port)) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /// What somebody else may have issued: cert-manager does with RSA, unless it is told otherwise.
  private ServingCertificate certificate(String algorithm, String name) throws Exception {
    MadeKey made = MadeKey.in(directory.resolve(name + ".p12"), algorithm, name);
    return new ServingCertificate(
        List.of(made.certificate()), made.key(), List.of(made.certificate()));
  }
}
