package dev.plimsoll.operator.probe;

import dev.plimsoll.operator.probe.ProbeOutcome.Bypassed;
import dev.plimsoll.operator.probe.ProbeOutcome.Effective;
import dev.plimsoll.operator.probe.ProbeOutcome.Unclear;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// One try of what the webhook is there for: a Pod, as a dry run, where every Pod is refused.
///
/// Nothing is created, even where the webhook is bypassed: the namespace's quota lets no Pod in,
/// and quotas are asked after webhooks, so its refusal says that the webhook was not.
public final class SelfProbe {
  /// By this it knows that an answer is Plimsoll's.
  public static final String ANSWER = "nothing runs here, it is where Plimsoll probes itself";

  /// Longer than any webhook may take.
  private static final int PATIENCE_MS = 35_000;

  private static final String OUR_WEBHOOK = "images.plimsoll.dev";

  private final KubernetesClient client;
  private final String namespace;
  private final String configuration;

  /// A probe in `namespace` of the webhook that `configuration` registers.
  SelfProbe(KubernetesClient client, String namespace, String configuration) {
    this.client = atOnce(client);
    this.namespace = namespace;
    this.configuration = configuration;
  }

  /// The same client, which takes the first answer: what a retry would hide is what is asked for.
  private static KubernetesClient atOnce(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .withRequestTimeout(PATIENCE_MS)
                .build())
        .adapt(KubernetesClient.class);
  }

  ProbeOutcome ask() {
    try {
      client.pods().inNamespace(namespace).resource(pod(labels())).dryRun().create();
      return new Bypassed(
          "the API server accepted a Pod in namespace %s without asking".formatted(namespace));
    } catch (KubernetesClientException e) {
      return outcome(e);
    }
  }

  private ProbeOutcome outcome(KubernetesClientException e) {
    String message =
        e.getStatus() == null || e.getStatus().getMessage() == null
            ? Objects.requireNonNullElse(e.getMessage(), e.toString())
            : e.getStatus().getMessage();
    if (message.contains(ANSWER)) {
      return new Effective();
    }
    if (message.contains("failed calling webhook \"" + OUR_WEBHOOK + "\"")) {
      return new Bypassed("the API server's call fails: " + message);
    }
    if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && message.contains("exceeded quota")) {
      return new Bypassed("a Pod got past the webhook, as far as the namespace's quota");
    }
    return new Unclear(
        e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
            ? "namespace %s is not there; create it, or unset plimsoll.probe.namespace"
                .formatted(namespace)
            : message);
  }

  /// Those that the webhook's `objectSelector` asks for, so that it says nothing of the Pod. Where
  /// they cannot be told, the Pod has none: what is wrong then shows at the Pod itself.
  private Map<String, String> labels() {
    try {
      ValidatingWebhookConfiguration found =
          client
              .admissionRegistration()
              .v1()
              .validatingWebhookConfigurations()
              .withName(configuration)
              .get();
      return Stream.ofNullable(found)
          .flatMap(each -> each.getWebhooks().stream())
          .filter(webhook -> OUR_WEBHOOK.equals(webhook.getName()))
          .findFirst()
          .map(webhook -> SelectedLabels.by(webhook.getObjectSelector()))
          .orElse(Map.of());
    } catch (KubernetesClientException _) {
      return Map.of();
    }
  }

  /// What even the Pod security standard Restricted lets pass, and OpenShift's constraints, which
  /// choose the user themselves.
  private static Pod pod(Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("probe-")
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewContainer()
        .withName("probe")
        .withImage("probe.invalid/self-probe")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }
}
