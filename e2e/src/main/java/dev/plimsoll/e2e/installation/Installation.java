package dev.plimsoll.e2e.installation;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.Definitions;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.e2e.parts.process.SourceTree;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Plimsoll in a cluster, from the repository's own manifests, with one operator running.
///
/// The API server reaches the operator as in a cluster, through a Service whose endpoint is this
/// machine, where there is an address that endpoints may have; else by URL.
public final class Installation implements AutoCloseable {
  public static final String NAMESPACE = "plimsoll-system";
  private static final String SERVICE_ACCOUNT = "plimsoll";
  private static final Set<String> OUTSIDE =
      Set.of(
          "Deployment/plimsoll",
          "PodDisruptionBudget/plimsoll",
          "Service/plimsoll-webhook",
          "ValidatingWebhookConfiguration/plimsoll");
  private static final String REVIEWS = "plimsoll_admission_reviews_total";
  private static final Duration EFFECTIVE = Duration.ofSeconds(90);

  private final ControlPlane cluster;
  private final WorkDirectory directory;
  private final OperatorProcess operator;
  private final WebhookRegistration webhook;
  private final List<OperatorProcess> replicas = new ArrayList<>();
  private final InstallationSettings settings;
  private final OperatorProgram program;
  private final PinningRegistration pinning;

  private Installation(
      ControlPlane cluster,
      WorkDirectory directory,
      InstallationSettings settings,
      OperatorProgram program) {
    this.cluster = cluster;
    this.directory = directory;
    this.webhook = new WebhookRegistration(cluster.client());
    this.pinning = new PinningRegistration(cluster.client(), settings);
    this.settings = settings;
    int port = FreePorts.next();
    webhook.register(settings, cluster.serviceAddress(), port);
    pinning.register(cluster.serviceAddress().isPresent(), port);
    this.program = program;
    this.operator = start(port);
  }

  /// Installs, starts an operator, and returns once the API server asks it.
  public static Installation install(ControlPlane cluster, InstallationSettings settings) {
    return install(cluster, settings, OperatorProgram.packaged());
  }

  /// The same with an operator started from `program`.
  public static Installation install(
      ControlPlane cluster, InstallationSettings settings, OperatorProgram program) {
    applyAllButTheOperator(cluster.kubectl());
    Installation installation =
        new Installation(cluster, WorkDirectory.at(null), settings, program);
    try {
      installation.awaitEffective(settings);
    } catch (RuntimeException e) {
      installation.close();
      throw e;
    }
    return installation;
  }

  public OperatorProcess operator() {
    return operator;
  }

  /// Starts one more replica, which the API server does not ask: it watches, may lead, and
  /// answers whoever knows its port. It ends with the installation.
  public OperatorProcess addReplica() {
    OperatorProcess replica = start(FreePorts.next());
    replicas.add(replica);
    replica.awaitReady();
    return replica;
  }

  public void setFailurePolicy(String policy) {
    webhook.setFailurePolicy(policy);
  }

  /// How long the API server waits from now on.
  public void setTimeout(Duration longest) {
    webhook.setTimeout(longest);
  }

  /// Takes the webhook out of the cluster, so that nothing is asked any more.
  public void removeWebhook() {
    webhook.remove();
  }

  /// Takes away the operator's right to write statuses.
  public void forbidStatus() {
    expect(
        cluster
            .kubectl()
            .run(
                "patch",
                "clusterrole",
                SERVICE_ACCOUNT,
                "--type=json",
                "--patch=[{\"op\":\"replace\",\"path\":\"/rules\",\"value\":%s}]"
                    .formatted(rulesWithoutStatus())));
  }

  private String rulesWithoutStatus() {
    return Serialization.asJson(
        cluster.client().rbac().clusterRoles().withName(SERVICE_ACCOUNT).get().getRules().stream()
            .filter(rule -> rule.getResources().stream().noneMatch(r -> r.endsWith("/status")))
            .toList());
  }

  /// Ends the operator and takes the webhook out of the cluster; the rest stays, as after an
  /// uninstall that keeps the data.
  @Override
  public void close() {
    webhook.remove();
    pinning.remove();
    replicas.forEach(OperatorProcess::close);
    operator.close();
    directory.close();
  }

  private OperatorProcess start(int port) {
    List<String> properties = new ArrayList<>(settings.properties());
    properties.add("plimsoll.namespace=" + NAMESPACE);
    properties.add("plimsoll.probe.namespace=plimsoll-probe");
    properties.add("plimsoll.webhook.configuration=" + WebhookRegistration.NAME);
    if (!settings.insecureRegistries().isEmpty()) {
      properties.add(
          "plimsoll.registries.insecure-hosts=" + String.join(",", settings.insecureRegistries()));
    }
    if (cluster.serviceAddress().isEmpty()) {
      properties.add("plimsoll.webhook.url=" + WebhookRegistration.url(port));
    }
    return new OperatorProcess(
        program,
        OperatorAccount.kubeconfig(cluster.kubectl(), directory.path()),
        cluster.logs().orElse(directory.logs()),
        port,
        properties);
  }

  private void awaitEffective(InstallationSettings settings) {
    operator.awaitReady();
    Patience.await(
        EFFECTIVE,
        () -> webhook.isTrusted() && pinning.isTrusted() && isAsked(),
        () ->
            "The API server does not ask the operator within %d s; the end of its log:%n%s"
                .formatted(EFFECTIVE.toSeconds(), operator.logTail()));
  }

  /// Whether a Pod that is created for a try reaches the operator.
  private boolean isAsked() {
    double before = operator.metrics().sum(REVIEWS, Map.of());
    cluster
        .kubectl()
        .run("run", "probe", "--image=probe.invalid/probe", "--dry-run=server", "-n", "default");
    return operator.metrics().sum(REVIEWS, Map.of()) > before;
  }

  /// What `config/default` consists of, without the operator, which runs beside the cluster here,
  /// and its webhook, which is registered as the settings say.
  private static void applyAllButTheOperator(Kubectl kubectl) {
    List<Manifest> manifests =
        Manifest.all(
            expect(
                kubectl.run("kustomize", SourceTree.root().resolve("config/default").toString())));
    List<Manifest> wanted =
        manifests.stream()
            .filter(manifest -> !OUTSIDE.contains(manifest.kind() + "/" + manifest.name()))
            .toList();
    Outcome applied = kubectl.apply(Manifest.stream(wanted), "--server-side", "--force-conflicts");
    if (!applied.succeeded()) {
      throw new PartsException("config/default cannot be applied: " + applied.err().strip());
    }
    Definitions.awaitServed(
        kubectl,
        manifests.stream()
            .filter(manifest -> manifest.kind().equals("CustomResourceDefinition"))
            .map(Manifest::name)
            .toList());
  }
}
