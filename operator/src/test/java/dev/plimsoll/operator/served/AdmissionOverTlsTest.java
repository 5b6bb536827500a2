package dev.plimsoll.operator.served;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The webhook as an API server calls it: over TLS, trusting the authority that the operator
/// made and nobody else.
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class AdmissionOverTlsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// As long as API servers wait unless they are told otherwise; a fifth of it is left over when
  /// a registry is not waited for any longer.
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TestHTTPResource(value = "/validate", tls = true)
  URI webhook;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @ConfigProperty(name = "test.registry")
  String registry;

  @ConfigProperty(name = "test.hanging")
  String hanging;

  @ConfigProperty(name = "test.dropping")
  String dropping;

  @ConfigProperty(name = "test.refused")
  String refused;

  @Inject KubernetesClient kubernetes;

  private HttpClient http;

  /// An answer, and how long it took.
  private record Answered(JsonNode response, Duration took) {
    boolean allowed() {
      return response.path("allowed").asBoolean();
    }

    String message() {
      return response.path("status").path("message").asText();
    }
  }

  @BeforeEach
  void trustTheAuthority() throws Exception {
    String pem =
        kubernetes
            .secrets()
            .inNamespace("plimsoll-system")
            .withName("plimsoll-webhook-certificate")
            .get()
            .getData()
            .get("ca.crt");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "plimsoll",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(pem))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    http = HttpClient.newBuilder().sslContext(tls).build();
    awaitPolicies();
  }

  /// The operator is not asked before it knows the policies, which it learns once it has begun.
  private void awaitPolicies() throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try (HttpClient plain = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(management.resolve("/q/health/ready"))
              .timeout(Duration.ofSeconds(30))
              .build();
      while (!knowsPolicies(plain.send(request, BodyHandlers.ofString()).body())) {
        assertThat(System.nanoTime()).as("in time").isLessThan(until);
        Thread.sleep(50);
      }
    }
  }

  private static boolean knowsPolicies(String health) throws IOException {
    for (JsonNode check : JSON.readTree(health).path("checks")) {
      if (check.path("name").asText().equals("policies")) {
        return check.path("status").asText().equals("UP");
      }
    }
    return false;
  }

  @AfterEach
  void hangUp() {
    http.close();
  }

  @Test
  void deniesAnImageThatRunsAsRoot() throws Exception {
    Answered answered = create("enforced", registry + "/shop/root:1");

    assertThat(answered.allowed()).isFalse();
    assertThat(answered.response().path("uid").asText()).isEqualTo("1-2-3");
    assertThat(answered.response().path("status").path("code").asInt()).isEqualTo(403);
    assertThat(answered.message())
        .startsWith("Pod enforced/web is refused:")
        .contains("root-user", registry + "/shop/root:1", "fix:");
  }

  @Test
  void admitsAnImageThatBreaksNoRule() throws Exception {
    Answered answered = create("enforced", registry + "/shop/good:1");

    assertThat(answered.allowed()).isTrue();
    assertThat(answered.response().has("warnings")).isFalse();
  }

  @Test
  void warnsUnderWarn() throws Exception {
    Answered answered = create("warned", registry + "/shop/root:1");

    assertThat(answered.allowed()).isTrue();
    assertThat(answered.response().path("warnings")).hasSize(1);
    assertThat(answered.response().path("warnings").get(0).asText())
        .contains("root-user")
        .hasSizeLessThanOrEqualTo(120);
  }

  @Test
  void recordsUnderAudit() throws Exception {
    Answered answered = create("audited", registry + "/shop/root:1");

    assertThat(answered.allowed()).isTrue();
    assertThat(answered.response().has("warnings")).isFalse();
    assertThat(answered.response().path("auditAnnotations").path("violations").asText())
        .contains("root-user");
  }

  @Test
  void saysNothingWhereNoPolicyIs() throws Exception {
    Answered answered = create("elsewhere", dropping + "/shop/root:1");

    assertThat(answered.allowed()).isTrue();
    assertThat(answered.response()).hasSize(2);
    assertThat(answered.took()).as("no registry is asked").isLessThan(TIMEOUT.dividedBy(2));
  }

  @Test
  void judgesNothingInAnExcludedNamespace() throws Exception {
    assertThat(create("kube-system", registry + "/shop/root:1").allowed()).isTrue();
  }

  @Test
  void deniesOnADryRunToo() throws Exception {
    String review = review("enforced", "CREATE", "", pod("", registry + "/shop/root:1"), "null");

    assertThat(send(review.replace("\"dryRun\":false", "\"dryRun\":true")).allowed()).isFalse();
  }

  @Test
  void admitsAnUpdateThatChangesNoImage() throws Exception {
    String before = pod("", registry + "/shop/root:1");
    String after = pod("\"annotations\":{\"a\":\"b\"}", registry + "/shop/root:1");

    assertThat(send(review("enforced", "UPDATE", "", after, before)).allowed()).isTrue();
  }

  @Test
  void deniesAnUpdateToAnImageThatBreaksARule() throws Exception {
    String before = pod("", registry + "/shop/good:1");
    String after = pod("", registry + "/shop/root:1");

    assertThat(send(review("enforced", "UPDATE", "", after, before)).allowed()).isFalse();
  }

  @Test
  void admitsWhatIsBeingDeleted() throws Exception {
    String before = pod("", registry + "/shop/good:1");
    String after = pod("\"deletionTimestamp\":\"2026-11-21T04:00:00Z\"", registry + "/shop/root:1");

    assertThat(send(review("enforced", "UPDATE", "", after, before)).allowed()).isTrue();
  }

  @Test
  void warnsOfAContainerThatIsPutInToDebug() throws Exception {
    String before = pod("", registry + "/shop/good:1");
    String after =
        before.replace(
            "\"spec\":{",
            "\"spec\":{\"ephemeralContainers\":[{\"name\":\"d\",\"image\":\""
                + registry
                + "/shop/root:1\"}],");

    Answered answered = send(review("enforced", "UPDATE", "ephemeralcontainers", after, before));

    assertThat(answered.allowed()).isTrue();
    assertThat(answered.response().path("warnings")).hasSize(1);
  }

  @Test
  void deniesAnImageThatIsNotThereWhereThePolicySaysSo() throws Exception {
    Answered answered = create("enforced", registry + "/shop/none:1");

    assertThat(answered.allowed()).isFalse();
    assertThat(answered.message()).contains("whenUndetermined.notFound: Deny");
  }

  /// A review that waits for a registry, and what its policy says to that.
  private record Waiting(String namespace, String host, boolean allowed, int warnings) {}

  /// All at once, as most of them take as long as they may.
  @Test
  void answersInTimeAndAsThePolicySaysWhateverTheRegistryDoes() throws Exception {
    Map<Waiting, Future<Answered>> reviews = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String host : List.of(refused, hanging, dropping)) {
        for (Waiting each :
            List.of(
                new Waiting("enforced", host, false, 0),
                new Waiting("enforced-but-warn", host, true, 1),
                new Waiting("enforced-but-allow", host, true, 0))) {
          reviews.put(
              each, threads.submit(() -> create(each.namespace(), each.host() + "/shop/web:1")));
        }
      }
    }
    for (Map.Entry<Waiting, Future<Answered>> review : reviews.entrySet()) {
      assertAnswered(review.getKey(), review.getValue().get());
    }
  }

  private static void assertAnswered(Waiting review, Answered answered) {
    assertThat(answered.took()).as("%s", review).isLessThan(TIMEOUT);
    assertThat(answered.allowed()).as("%s", review).isEqualTo(review.allowed());
    assertThat(answered.response().path("warnings")).as("%s", review).hasSize(review.warnings());
    assertThat(answered.response().path("auditAnnotations").path("undetermined").asText())
        .contains("pull-size, root-user", review.host());
    if (!review.allowed()) {
      assertThat(answered.message())
          .contains("could not be judged", "whenUndetermined.unreachable: Deny");
    }
  }

  @Test
  void refusesWhatIsNoReviewInOneSentence() throws Exception {
    HttpResponse<String> response = post("[]");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("the request is no AdmissionReview in JSON");
  }

  @Test
  void refusesARequestThatIsTooLarge() throws Exception {
    HttpRequest tooLarge =
        HttpRequest.newBuilder(webhook)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .expectContinue(true) // or the answer may be lost to the reset of what is still sent
            .POST(BodyPublishers.ofString("\"" + "x".repeat(9 << 20) + "\""))
            .build();

    assertThat(http.send(tooLarge, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
  }

  @Test
  void speaksHttp2() throws Exception {
    assertThat(post("[]").version()).isEqualTo(HttpClient.Version.HTTP_2);
  }

  private Answered create(String namespace, String image) throws Exception {
    return send(review(namespace, "CREATE", "", pod("", image), "null"));
  }

  private Answered send(String review) throws Exception {
    post("[]");
    long started = System.nanoTime();
    HttpResponse<String> response = post(review);
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new Answered(JSON.readTree(response.body()).path("response"), took);
  }

  private HttpResponse<String> post(String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(webhook + "?timeout=" + TIMEOUT.toSeconds() + "s"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(60))
            .build(),
        BodyHandlers.ofString());
  }

  private static String pod(String metadata, String image) {
    return """
        {"metadata":{"name":"web"%s},"spec":{"containers":[{"name":"app","image":"%s"}]}}
        """
        .formatted(metadata.isEmpty() ? "" : "," + metadata, image);
  }

  private static String review(
      String namespace, String operation, String subresource, String object, String oldObject) {
    return """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"1-2-3",
        "resource":{"group":"","version":"v1","resource":"pods"},"subResource":"%s",
        "namespace":"%s","name":"web","operation":"%s","object":%s,"oldObject":%s,"dryRun":false}}
        """
        .formatted(subresource, namespace, operation, object, oldObject);
  }
}
