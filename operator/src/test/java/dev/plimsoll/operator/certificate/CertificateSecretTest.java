package dev.plimsoll.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class CertificateSecretTest {
  private static final Set<String> NAMES = Set.of("plimsoll-webhook.plimsoll-system.svc");
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Instant NOW = Instant.now();

  KubernetesClient client;
  KubernetesMockServer server;

  @Test
  void makesACertificateOnceAndSharesIt() {
    ServingCertificate first = source(NOW).certificate(NAMES);
    ServingCertificate second = source(NOW).certificate(NAMES);

    assertThat(first.fault(NAMES, NOW)).isEmpty();
    assertThat(second).isEqualTo(first);
    assertThat(secret().getType()).isEqualTo("kubernetes.io/tls");
    assertThat(secret().getData()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
  }

  @Test
  void asksAnApiServerThatIsLateOnceMore() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer late = late(asked, 1);
    try (KubernetesClient patient = clientOf(late, Duration.ofSeconds(3))) {
      assertThat(source(patient).certificate(NAMES).fault(NAMES, NOW)).isEmpty();
      assertThat(asked.get()).isGreaterThan(2); // unanswered, looked for, made
    } finally {
      late.stop(0);
    }
  }

  @Test
  void saysThatThereWasNoAnswerInTime() throws IOException {
    HttpServer late = late(new AtomicInteger(), Integer.MAX_VALUE);
    try (KubernetesClient patient = clientOf(late, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> source(patient).certificate(NAMES))
          .hasMessageContaining("there was no answer in time; is the API server there");
    } finally {
      late.stop(0);
    }
  }

  /// An API server that leaves so many requests without an answer, then knows no Secret and takes
  /// one.
  private static HttpServer late(AtomicInteger asked, int unanswered) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          if (asked.incrementAndGet() <= unanswered) {
            return; // and the connection stays open
          }
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean creates = exchange.getRequestMethod().equals("POST");
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(creates ? 201 : 404, creates ? body.length : -1);
          if (creates) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  private static KubernetesClient clientOf(HttpServer server, Duration longest) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl(
                    "http://%s:%d"
                        .formatted(
                            InetAddress.getLoopbackAddress().getHostAddress(),
                            server.getAddress().getPort()))
                .withRequestTimeout((int) longest.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  @Test
  void makesAnotherForNamesThatThePresentOneDoesNotCover() {
    ServingCertificate first = source(NOW).certificate(NAMES);
    Set<String> more = Set.of("plimsoll-webhook.plimsoll-system.svc", "192.0.2.7");

    ServingCertificate second = source(NOW).certificate(more);

    assertThat(second).isNotEqualTo(first);
    assertThat(source(NOW).certificate(more)).isEqualTo(second);
  }

  @Test
  void makesAnotherWhenThePresentOneHasExpired() {
    source(NOW).certificate(NAMES);
    Instant later = NOW.plus(YEAR).plus(Duration.ofDays(1));

    assertThat(source(later).certificate(NAMES).fault(NAMES, later)).isEmpty();
  }

  @Test
  void keepsTheCertificateForTwoThirdsOfItsTime() {
    ServingCertificate first = source(NOW).certificate(NAMES);

    assertThat(source(NOW.plus(YEAR.dividedBy(2))).certificate(NAMES)).isEqualTo(first);
  }

  @Test
  void renewsItThenAndGoesOnTrustingTheFormerAuthorityWhileThatIsValid() {
    ServingCertificate first = source(NOW).certificate(NAMES);
    Instant later = NOW.plus(YEAR.dividedBy(10).multipliedBy(7));

    ServingCertificate second = source(later).certificate(NAMES);

    assertThat(second.certificate()).isNotEqualTo(first.certificate());
    assertThat(second.fault(NAMES, later)).isEmpty();
    assertThat(second.authorities())
        .hasSize(2)
        .endsWith(first.authorities().toArray(new X509Certificate[0]));
    assertThat(source(later).certificate(NAMES)).isEqualTo(second);
    assertThat(source(later.plus(YEAR)).certificate(NAMES).authorities()).hasSize(1);
  }

  @Test
  void makesAnotherWhereTheSecretIsDamaged() {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("plimsoll-system")
                .withName("certificate")
                .endMetadata()
                .addToData("tls.crt", Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}))
                .build())
        .create();

    assertThat(source(NOW).certificate(NAMES).fault(NAMES, NOW)).isEmpty();
    assertThat(secret().getData()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
  }

  @Test
  void saysWhichRightIsMissing() {
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/plimsoll-system/secrets/forbidden")
        .andReturn(403, new StatusBuilder().withCode(403).withMessage("no").build())
        .always();

    assertThatThrownBy(() -> source(NOW, "forbidden").certificate(NAMES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the webhook's certificate cannot be kept in the Secret plimsoll-system/forbidden:"
                + " let the operator get, create and update that Secret");
  }

  private CertificateSource source(Instant now) {
    return source(now, "certificate");
  }

  private static CertificateSource source(KubernetesClient patient) {
    return new CertificateSecret(
        patient, "plimsoll-system", "certificate", YEAR, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private CertificateSource source(Instant now, String name) {
    return new CertificateSecret(
        client, "plimsoll-system", name, YEAR, Clock.fixed(now, ZoneOffset.UTC));
  }

  private Secret secret() {
    return client.secrets().inNamespace("plimsoll-system").withName("certificate").get();
  }
}
