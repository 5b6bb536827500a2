package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.admission.JudgedKinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the `caBundle` of the webhook's configuration what the API server needs to trust the
/// certificate, and that field alone: whoever applied the configuration keeps all the rest.
@Singleton
final class CaBundle implements ResourceEventHandler<ValidatingWebhookConfiguration> {
  private static final Logger LOG = LoggerFactory.getLogger(CaBundle.class);
  private static final String FIELD_MANAGER = "plimsoll";

  private final KubernetesClient client;
  private final WebhookCertificate certificate;
  private final String configuration;
  private final Unasked unasked;
  private @Nullable SharedIndexInformer<ValidatingWebhookConfiguration> informer;

  CaBundle(
      KubernetesClient client,
      @Identifier("webhook") WebhookCertificate certificate,
      JudgedKinds kinds,
      OperatorConfig config) {
    this.client = client;
    this.unasked = new Unasked(kinds);
    this.certificate = certificate;
    this.configuration = config.webhook().configuration();
  }

  void start(@Observes StartupEvent event) {
    informer =
        client
            .admissionRegistration()
            .v1()
            .validatingWebhookConfigurations()
            .withName(configuration)
            .runnableInformer(0);
    informer.addEventHandler(this);
    informer.start();
  }

  void stop(@Observes ShutdownEvent event) {
    if (informer != null) {
      informer.stop();
    }
  }

  @Override
  public void onAdd(ValidatingWebhookConfiguration present) {
    unasked.lookAt(present);
    correct(present);
  }

  @Override
  public void onUpdate(
      ValidatingWebhookConfiguration former, ValidatingWebhookConfiguration present) {
    unasked.lookAt(present);
    correct(present);
  }

  @Override
  public void onDelete(ValidatingWebhookConfiguration former, boolean unknownState) {
    LOG.atWarn()
        .addKeyValue("configuration", configuration)
        .log("Webhook configuration is gone; nothing is asked of Plimsoll any more");
  }

  private void correct(ValidatingWebhookConfiguration present) {
    String bundle = bundle();
    List<String> wrong =
        present.getWebhooks().stream()
            .filter(webhook -> !bundle.equals(webhook.getClientConfig().getCaBundle()))
            .map(ValidatingWebhook::getName)
            .toList();
    if (wrong.isEmpty()) {
      return;
    }
    try {
      client
          .resource(onlyBundle(present.getWebhooks(), bundle))
          .fieldManager(FIELD_MANAGER)
          .forceConflicts()
          .serverSideApply();
      LOG.atInfo()
          .addKeyValue("configuration", configuration)
          .addKeyValue("webhooks", wrong)
          .log("Webhook configuration has the certificate authority now");
    } catch (KubernetesClientException e) {
      LOG.atError()
          .addKeyValue("configuration", configuration)
          .setCause(e)
          .log("Webhook configuration cannot be given the certificate authority");
    }
  }

  private String bundle() {
    String pem =
        certificate
            .authorities()
            .orElseThrow(() -> new IllegalStateException("no certificate is loaded yet"));
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private GenericKubernetesResource onlyBundle(List<ValidatingWebhook> webhooks, String bundle) {
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setApiVersion("admissionregistration.k8s.io/v1");
    resource.setKind("ValidatingWebhookConfiguration");
    resource.setMetadata(new ObjectMetaBuilder().withName(configuration).build());
    resource.setAdditionalProperty(
        "webhooks",
        webhooks.stream()
            .map(
                webhook ->
                    Map.of(
                        "name", webhook.getName(),
                        "clientConfig", Map.of("caBundle", bundle)))
            .toList());
    return resource;
  }
}
