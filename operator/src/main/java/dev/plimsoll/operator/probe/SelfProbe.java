package dev.plimsoll.operator.probe;

import dev.plimsoll.operator.admission.ProbeAnswer;
import dev.plimsoll.operator.probe.ProbeOutcome.Bypassed;
import dev.plimsoll.operator.probe.ProbeOutcome.Effective;
import dev.plimsoll.operator.probe.ProbeOutcome.Unclear;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.HttpURLConnection;
import java.util.Objects;

/// One try of what the webhook is there for: a Pod, as a dry run, where every Pod is refused.
///
/// Nothing is created, even where the webhook is bypassed: the namespace's quota lets no Pod in,
/// and quotas are asked after webhooks, so its refusal says that the webhook was not.
final class SelfProbe {
  /// Longer than any webhook may take.
  private static final int PATIENCE_MS = 35_000;

  private static final String OUR_WEBHOOK = "images.plimsoll.dev";

  private final KubernetesClient client;
  private final String namespace;

  SelfProbe(KubernetesClient client, String namespace) {
    this.client = atOnce(client);
    this.namespace = namespace;
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
      client.pods().inNamespace(namespace).resource(pod()).dryRun().create();
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
    if (message.contains(ProbeAnswer.SENTENCE)) {
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

  /// What even the Pod security standard Restricted lets pass, and OpenShift's constraints, which
  /// choose the user themselves.
  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("probe-")
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
