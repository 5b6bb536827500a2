package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.LockedSurroundings.Locked;
import dev.plimsoll.e2e.installation.FirstLook;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Private images: opened with what their Pods, or the operator, have for them and with nothing
/// else; told of only where they were opened. Under the operator's own RBAC, from registries
/// that ask for a password or for tokens.
@ExtendWith(LockedSurroundings.Extension.class)
class CredentialsE2E {
  private static final String POLICY =
      """
      whenUndetermined: {unauthorized: Deny, unreachable: Deny, scanPending: Deny}
      rules: {user: {rootUser: {}}, buildTools: {compiler: {}}}
      """;

  private static LockedSurroundings surroundings;

  @BeforeAll
  static void prepare(LockedSurroundings given) {
    surroundings = given;
  }

  @Test
  void refusesAsUnauthorizedWithoutAnySecret() {
    TestNamespace shop = namespace("none");

    Outcome outcome = shop.deploy("web", basic().image("apps/002:before"));

    assertThat(outcome.succeeded()).isFalse();
    assertThat(outcome.err())
        .contains("could not be judged")
        .contains("wants a user name and a password, and none are given for it")
        .contains("whenUndetermined.unauthorized: Deny");
  }

  @Test
  void judgesWithThePodsSecret() {
    TestNamespace shop = namespace("pod");
    secret(shop, "regcred", basic());

    Outcome outcome = judged(shop, "web", basic().image("faults:root"), "regcred");

    assertThat(outcome.err()).contains("denied the request").contains("- root-user: root", "fix:");
  }

  @Test
  void judgesWithTheServiceAccountsSecret() {
    TestNamespace shop = namespace("account");
    secret(shop, "regcred", basic());
    expect(
        shop.run(
            "patch",
            "serviceaccount",
            "default",
            "-p",
            "{\"imagePullSecrets\":[{\"name\":\"regcred\"}]}"));

    String image = basic().image("faults:compiler");
    shop.awaitRead(image);
    Outcome outcome = shop.deploy("web", image);

    assertThat(outcome.err()).contains("- compiler: ").contains("layer ");
  }

  @Test
  void judgesWithTokensForTheSecretsUser() {
    TestNamespace shop = namespace("tokens");
    secret(shop, "regcred", surroundings.tokens());

    Outcome opened = judged(shop, "web", surroundings.tokens().image("faults:root"), "regcred");
    Outcome closed = shop.deploy("web", surroundings.tokens().image("faults:compiler"));

    assertThat(opened.err()).contains("- root-user: root");
    assertThat(closed.err()).contains("could not be judged", "unauthorized: Deny");
  }

  @Test
  void judgesWithWhatAProviderPluginSays() {
    TestNamespace shop = namespace("plugin");

    String image = surroundings.provided().image("faults:root");
    shop.awaitRead(image);
    Outcome outcome = shop.deploy("web", image);

    assertThat(outcome.err()).contains("- root-user: root", "fix:");
  }

  @Test
  void saysWhatIsWrongWithASecret() {
    TestNamespace shop = namespace("broken");
    expect(shop.run("create", "secret", "generic", "opaque", "--from-literal=password=pa55word"));

    Outcome missing = deploy(shop, "a", basic().image("apps/000:before"), "nowhere");
    Outcome opaque = deploy(shop, "b", basic().image("apps/000:before"), "opaque");

    assertThat(missing.err()).contains("Secret " + shop.name() + "/nowhere does not exist");
    assertThat(opaque.err())
        .contains("Secret " + shop.name() + "/opaque is of type Opaque")
        .doesNotContain("pa55word");
  }

  @Test
  void servesNobodyWithAnothersSecret() {
    TestNamespace shop = namespace("owner");
    TestNamespace bank = namespace("stranger");
    secret(shop, "regcred", surroundings.tokens());
    String image = surroundings.tokens().image("faults:copied-compiler");
    String unread = surroundings.tokens().image("apps/001:before");

    Outcome told = judged(shop, "web", image, "regcred");
    Outcome untold = deploy(bank, "web", image, "regcred");
    Outcome refused = deploy(bank, "other", unread, "regcred");

    assertThat(told.err()).contains("denied the request", "layer ", "fix:");
    assertThat(untold.err())
        .as("the verdict is everyone's, what is in the image is not")
        .contains("denied the request", "- compiler: ")
        .contains("= what is in the image is told only where pull secrets open its repository")
        .doesNotContain("layer ", "fix:", "gcc", "COPY", "/usr", "bin");
    assertThat(refused.err())
        .contains("could not be judged", "Secret " + bank.name() + "/regcred does not exist");
    assertThat(surroundings.askedAs("apps/001")).containsOnly("unknown");
  }

  @Test
  void asksNeitherRegistryNorApiServerForWhatIsKnownAndOpen() {
    TestNamespace shop = namespace("warm");
    secret(shop, "regcred", basic());
    String image = basic().image("apps/002:corrected");
    expect(judged(shop, "first", image, "regcred"));
    expect(shop.run("delete", "secret", "regcred"));

    // Again where somebody asks: what other tests had the operator read comes to an end.
    Patience.await(
        Duration.ofMinutes(2),
        () -> {
          basic().registry().forgetRequests();
          for (int i = 0; i < 3; i++) {
            expect(deploy(shop, "next-" + System.nanoTime(), image, "regcred"));
          }
          return basic().registry().requests().isEmpty();
        },
        () -> "asked once more: " + basic().registry().requests());
  }

  @Test
  void reachesNoAddressInside() {
    TestNamespace shop = namespace("inside");
    try (RegistryServer unconfigured = RegistryServer.start(RegistrySettings.defaults())) {
      Outcome loopback = shop.deploy("a", unconfigured.host() + "/web:1");
      Outcome metadata = shop.deploy("b", "169.254.169.254/latest/meta-data:1");

      assertThat(loopback.err())
          .contains("an address inside", "whenUndetermined.unreachable: Deny");
      assertThat(metadata.err()).contains("an address inside");
      assertThat(unconfigured.requests()).isEmpty();
    }
  }

  @Test
  void showsNoSecretInItsLogOrMetrics() throws IOException {
    TestNamespace shop = namespace("quiet");
    secret(shop, "regcred", basic());
    deploy(shop, "web", basic().image("faults:root"), "regcred");

    assertThat(Files.readString(surroundings.installation().operator().log()))
        .doesNotContain(basic().password(), surroundings.tokens().password())
        .doesNotContain(surroundings.provided().password());
    assertThat(surroundings.metricsPage()).doesNotContain(basic().password(), "regcred");
  }

  /// An image that nobody knows yet may take longer to read than there is time to answer.
  static Outcome judged(TestNamespace namespace, String name, String image, String secret) {
    Outcome[] outcome = new Outcome[1];
    Patience.await(
        Duration.ofMinutes(2),
        () -> {
          outcome[0] = deploy(namespace, name + System.nanoTime(), image, secret);
          return FirstLook.isOver(outcome[0].err());
        },
        () -> outcome[0].err());
    return outcome[0];
  }

  private static Locked basic() {
    return surroundings.basic();
  }

  private static TestNamespace namespace(String purpose) {
    TestNamespace namespace =
        TestNamespace.create(surroundings.cluster().kubectl(), "access-" + purpose);
    namespace.policy("load-line", POLICY);
    return namespace;
  }

  static void secret(TestNamespace namespace, String name, Locked registry) {
    expect(
        namespace.run(
            "create",
            "secret",
            "docker-registry",
            name,
            "--docker-server=" + registry.registry().host(),
            "--docker-username=" + registry.user(),
            "--docker-password=" + registry.password()));
  }

  static Outcome deploy(TestNamespace namespace, String name, String image, String secret) {
    return namespace.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              imagePullSecrets: [{name: %3$s}]
              containers: [{name: app, image: '%2$s'}]
        """
            .formatted(name, image, secret));
  }
}
