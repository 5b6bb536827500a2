package dev.plimsoll.e2e;

import static dev.plimsoll.e2e.parts.Kubectl.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.CertificateAuthority;
import dev.plimsoll.e2e.parts.FaultyRegistry.Fault;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.Patience;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The operator is away in each of the ways that there are: under Ignore nothing is blocked, under
/// Fail only what the webhook covers is, and nobody needs the operator to get rid of it. Once it is
/// back it judges again.
@ExtendWith(InstallationExtension.class)
class DeadlockE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SLICE = "plimsoll-webhook-outside";

  private final Surroundings surroundings;
  private final Installation installation;
  private final Kubectl kubectl;
  private final KubernetesClient client;
  private final TestNamespace namespace;
  private AutoCloseable undo = () -> {};

  /// How the operator is away.
  enum Away {
    GONE,
    AT_ZERO,
    CRASH_LOOPING,
    CERTIFICATE_EXPIRED
  }

  DeadlockE2E(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.installation = surroundings.installation();
    this.kubectl = surroundings.cluster().kubectl();
    this.client = surroundings.cluster().client();
    this.namespace = TestNamespace.create(kubectl, "deadlock");
  }

  @BeforeEach
  void enforce() {
    judgesBy("rules: {user: {rootUser: {}}}");
  }

  /// Not waiting for the policy's status, which another leader writes only after the Lease of one
  /// that was killed has ended.
  private void judgesBy(String spec) {
    expect(
        namespace.apply(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: load-line}
            spec: {alreadyRunning: Refuse, %s}
            """
                .formatted(spec)));
    await("it is not judged", () -> dryRun(namespace.name()).err().contains("root-user"));
  }

  @AfterEach
  void bringBack() throws Exception {
    installation.setFailurePolicy("Ignore");
    undo.close();
    if (!installation.operator().isRunning()) {
      installation.operator().restart();
    }
    namespace.delete();
  }

  @ParameterizedTest
  @EnumSource
  void locksNobodyOutWhileTheOperatorIs(Away away) throws Exception {
    undo = bring(away);

    await("something is blocked under Ignore", () -> deploy("ignored").succeeded());
    installation.setFailurePolicy("Fail");
    await("nothing is blocked under Fail", () -> !dryRun(namespace.name()).succeeded());

    assertThat(deploy("covered").err()).contains("failed calling webhook");
    for (String free : List.of("kube-system", Installation.NAMESPACE)) {
      Outcome own = dryRun(free);
      assertThat(own.succeeded()).as(free + ": " + own.err()).isTrue();
    }
    everythingElseGoesOn();

    installation.setFailurePolicy("Ignore");
    undo.close();
    undo = () -> {};
    if (!installation.operator().isRunning()) {
      installation.operator().restart();
    }
    judgesBy("rules: {user: {rootUser: {}}}");
  }

  /// Its own image is in the registry that is down: by default it may start all the same, and
  /// where policies refuse what cannot be read, in a namespace that is left out.
  @Test
  void registryInTheClusterComesUpThoughNobodyCanReadItsImage() {
    String own = surroundings.faults().get(Fault.REFUSED).host() + "/registry:3";
    Outcome byDefault = namespace.deploy("registry", own);
    judgesBy("whenUndetermined: {unreachable: Deny}, rules: {user: {rootUser: {}}}");
    await("it is not denied", () -> namespace.tried(own).err().contains("could not be judged"));
    Outcome leftOut =
        kubectl.run(
            "create", "deployment", "own", "--image=" + own, "--dry-run=server", "-nkube-system");

    assertThat(byDefault.succeeded()).as(byDefault.err()).isTrue();
    assertThat(byDefault.err()).contains("Warning: ", "not judged");
    assertThat(leftOut.succeeded()).as(leftOut.err()).isTrue();
  }

  private AutoCloseable bring(Away away) throws IOException {
    return switch (away) {
      case GONE -> {
        installation.operator().kill();
        yield () -> {};
      }
      case AT_ZERO -> atZero();
      case CRASH_LOOPING -> crashLooping();
      case CERTIFICATE_EXPIRED -> certificateExpired();
    };
  }

  /// No operator and, where the webhook goes by a Service, no endpoint of it.
  private AutoCloseable atZero() {
    installation.operator().kill();
    var slices = client.discovery().v1().endpointSlices().inNamespace(Installation.NAMESPACE);
    EndpointSlice slice = slices.withName(SLICE).get();
    if (slice == null) {
      return () -> {};
    }
    slices.withName(SLICE).delete();
    slice.getMetadata().setResourceVersion(null);
    slice.getMetadata().setUid(null);
    slice.getMetadata().setManagedFields(null);
    return () -> client.resource(slice).create();
  }

  /// Connections are taken and lost at once, as of a process that starts and ends.
  private AutoCloseable crashLooping() throws IOException {
    installation.operator().kill();
    ServerSocket listening = new ServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress(installation.operator().webhookPort()));
    Thread.ofVirtual()
        .start(
            () -> {
              while (!listening.isClosed()) {
                try (Socket accepted = listening.accept()) {
                  accepted.setSoLinger(true, 0);
                } catch (IOException _) {
                  // closed by one side or the other
                }
              }
            });
    return listening;
  }

  private AutoCloseable certificateExpired() throws IOException {
    installation.operator().kill();
    CertificateAuthority authority = new CertificateAuthority("expired");
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(installation.operator().webhookPort()), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            authority.expiredServerContext(
                List.of("plimsoll-webhook.plimsoll-system.svc", "127.0.0.1"))));
    server.start();
    trust(authority);
    return () -> server.stop(0);
  }

  private void trust(CertificateAuthority authority) {
    String bundle =
        Base64.getEncoder()
            .encodeToString(authority.certificate().getBytes(StandardCharsets.US_ASCII));
    client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("plimsoll")
        .edit(
            configuration -> {
              configuration.getWebhooks().forEach(w -> w.getClientConfig().setCaBundle(bundle));
              return configuration;
            });
  }

  /// What people do to get out: all of it goes without the operator.
  private void everythingElseGoesOn() {
    assertThat(namespace.run("create", "configmap", "other").succeeded()).isTrue();
    assertThat(namespace.run("scale", "deployment/ignored", "--replicas=0").succeeded()).isTrue();
    assertThat(namespace.run("delete", "deployment/ignored").succeeded()).isTrue();
    assertThat(namespace.run("delete", "plip/load-line").succeeded()).isTrue();
    assertThat(
            kubectl
                .run("delete", "validatingwebhookconfiguration/plimsoll", "--dry-run=server")
                .succeeded())
        .isTrue();
  }

  private Outcome deploy(String name) {
    return namespace.deploy(name, surroundings.registry().host() + "/faults:root");
  }

  private Outcome dryRun(String free) {
    return kubectl.run(
        "create",
        "deployment",
        "own",
        "--image=" + surroundings.registry().host() + "/faults:root",
        "--dry-run=server",
        "-n",
        free);
  }

  private static void await(String otherwise, java.util.function.BooleanSupplier condition) {
    Patience.await(PATIENCE, condition, () -> otherwise);
  }
}
