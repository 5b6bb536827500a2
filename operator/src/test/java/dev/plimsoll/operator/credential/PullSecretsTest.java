package dev.plimsoll.operator.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.Credentials.Logins;
import dev.plimsoll.workload.PullAccess;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PullSecretsTest {
  private static final Reference IMAGE = Reference.parse("registry.example.com/shop/cart:1");
  private static final Login ALICE = new Login("alice", "pa55word");
  private static final String JSON = "kubernetes.io/dockerconfigjson";

  KubernetesMockServer server;
  KubernetesClient client;

  private final AtomicLong now = new AtomicLong();
  private PullSecrets secrets;

  @BeforeEach
  void prepare() {
    secrets = new PullSecrets(ClusterObjects.in(client), now::get);
  }

  @AfterEach
  void close() {
    secrets.close();
  }

  @Test
  void opensWithThePodsSecret() {
    secret("shop", "regcred", JSON, ".dockerconfigjson", config("alice"));

    assertThat(logins("shop", "regcred")).isEqualTo(Logins.of(ALICE));
  }

  @Test
  void readsTheOlderFormToo() {
    String old =
        "{\"https://registry.example.com/v1/\":{\"auth\":\"%s\"}}".formatted(pair("alice"));
    secret("shop", "old", "kubernetes.io/dockercfg", ".dockercfg", old);

    assertThat(logins("shop", "old")).isEqualTo(Logins.of(ALICE));
  }

  @Test
  void opensWithTheServiceAccountsWhereThePodNamesNone() {
    secret("shop", "regcred", JSON, ".dockerconfigjson", config("alice"));
    account("shop", "builder", "regcred");

    assertThat(logins("shop", new PullAccess(List.of(), "builder"))).isEqualTo(Logins.of(ALICE));
    assertThat(logins("shop", PullAccess.UNSTATED)).isEqualTo(Logins.NONE);
  }

  @Test
  void asksNoServiceAccountWhereThePodNamesSecrets() {
    secret("shop", "regcred", JSON, ".dockerconfigjson", config("alice"));
    account("shop", "default", "other");

    logins("shop", "regcred");

    assertThat(requests()).containsExactly("GET /api/v1/namespaces/shop/secrets/regcred");
  }

  @Test
  void triesSecretsInTheirOrder() {
    secret("shop", "one", JSON, ".dockerconfigjson", config("alice"));
    secret("shop", "two", JSON, ".dockerconfigjson", config("bob"));

    assertThat(logins("shop", "two", "one").logins())
        .extracting(Login::user)
        .containsExactly("bob", "alice");
  }

  @Test
  void neverOpensWithAnotherNamespacesSecret() {
    secret("shop", "regcred", JSON, ".dockerconfigjson", config("alice"));
    logins("shop", "regcred");

    Logins bank = logins("bank", "regcred");

    assertThat(bank.logins()).isEmpty();
    assertThat(bank.remarks())
        .containsExactly(
            "Secret bank/regcred does not exist; create it, or take its name out of"
                + " imagePullSecrets");
  }

  @Test
  void readsASecretOnceAMinute() {
    secret("shop", "regcred", JSON, ".dockerconfigjson", config("alice"));

    logins("shop", "regcred");
    later(Duration.ofSeconds(59));
    logins("shop", "regcred");
    assertThat(requests()).hasSize(1);

    secret("shop", "regcred", JSON, ".dockerconfigjson", config("carol"));
    later(Duration.ofSeconds(2));
    assertThat(logins("shop", "regcred").logins()).extracting(Login::user).containsExactly("carol");
  }

  @Test
  void looksSoonAgainForOneThatIsMissing() {
    logins("shop", "regcred");
    secret("shop", "regcred", JSON, ".dockerconfigjson", config("alice"));
    later(Duration.ofSeconds(6));

    assertThat(logins("shop", "regcred")).isEqualTo(Logins.of(ALICE));
  }

  @Test
  void saysInOneSentenceWhatIsWrongWithASecret() {
    secret("shop", "opaque", "Opaque", ".dockerconfigjson", config("alice"));
    secret("shop", "empty", JSON, "password", "x");
    secret("shop", "broken", JSON, ".dockerconfigjson", "{\"auths\":");
    secret(
        "shop",
        "bad",
        JSON,
        ".dockerconfigjson",
        "{\"auths\":{\"registry.example.com\":{\"auth\":\"c2VjcmV0\"}}}");

    assertThat(logins("shop", "opaque", "empty", "broken", "bad").remarks())
        .containsExactly(
            "Secret shop/opaque is of type Opaque, which is none for pulling images; create it by"
                + " kubectl create secret docker-registry",
            "Secret shop/empty has no .dockerconfigjson; create it anew",
            "Secret shop/broken cannot be used: the docker config is no JSON; write it by docker"
                + " login",
            "Secret shop/bad cannot be used: in the docker config, auth of"
                + " \"registry.example.com\" is not the Base64 of user:password")
        .noneMatch(remark -> remark.contains("c2VjcmV0"));
  }

  @Test
  void saysThatItMayNotReadASecret() {
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/shop/secrets/regcred")
        .andReturn(403, "{}")
        .always();

    assertThat(logins("shop", "regcred").remarks())
        .singleElement()
        .satisfies(
            remark ->
                assertThat(remark)
                    .startsWith("Secret shop/regcred may not be read by the operator"));
  }

  @Test
  void waitsForNoApiServerBeyondTheDeadline() {
    try (PullSecrets hanging = new PullSecrets(new Hanging(), now::get)) {
      Logins found =
          hanging
              .of("shop", new PullAccess(List.of("regcred"), "default"))
              .loginsFor(IMAGE, Deadline.in(Duration.ofMillis(100)));

      assertThat(found.remarks())
          .containsExactly("Secret shop/regcred was not read in time; try again shortly");
    }
  }

  @Test
  void knowsWhetherAPullerHasKeysOfItsOwn() {
    secret("shop", "regcred", JSON, ".dockerconfigjson", config("alice"));
    Keyring keyring = secrets.of("shop", new PullAccess(List.of("regcred"), "default"));

    keyring.loginsFor(Reference.parse("docker.io/library/nginx:1"), soon());
    assertThat(keyring.wasUsed()).isFalse();

    keyring.loginsFor(IMAGE, soon());
    assertThat(keyring.wasUsed()).isTrue();
  }

  private Logins logins(String namespace, String... names) {
    return logins(namespace, new PullAccess(List.of(names), "default"));
  }

  private Logins logins(String namespace, PullAccess access) {
    return secrets.of(namespace, access).loginsFor(IMAGE, soon());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }

  private void later(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private List<String> requests() {
    List<String> requests = new java.util.ArrayList<>();
    try {
      for (int left = server.getRequestCount(); left > 0; left--) {
        var request = server.takeRequest(1, java.util.concurrent.TimeUnit.SECONDS);
        if (request != null && request.getMethod().equals("GET")) {
          requests.add("GET " + request.getPath());
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return requests;
  }

  private void secret(String namespace, String name, String type, String key, String text) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withType(type)
                .addToData(key, Base64.getEncoder().encodeToString(text.getBytes(UTF_8)))
                .build())
        .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
  }

  private void account(String namespace, String name, String secret) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addNewImagePullSecret(secret)
                .build())
        .create();
  }

  private static String config(String user) {
    return "{\"auths\":{\"registry.example.com\":{\"auth\":\"%s\"}}}".formatted(pair(user));
  }

  private static String pair(String user) {
    return Base64.getEncoder().encodeToString((user + ":pa55word").getBytes(UTF_8));
  }

  private static final class Hanging implements ClusterObjects {
    @Override
    public io.fabric8.kubernetes.api.model.Secret secret(String namespace, String name) {
      try {
        Thread.sleep(Duration.ofMinutes(1));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      return new SecretBuilder().build();
    }

    @Override
    public io.fabric8.kubernetes.api.model.ServiceAccount serviceAccount(
        String namespace, String name) {
      return new ServiceAccountBuilder().build();
    }
  }
}
