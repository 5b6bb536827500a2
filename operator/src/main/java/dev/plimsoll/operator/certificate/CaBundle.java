package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.admission.JudgedKinds;
import dev.plimsoll.operator.probe.LockOutGuard;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
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
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the `caBundle` of the webhook's configuration what the API server needs to trust the
/// certificate, and that field alone: whoever applied the configuration keeps all the rest.
@Singleton
final class CaBundle implements ResourceEventHandler<ValidatingWebhookConfiguration> {
  private static final Logger LOG = LoggerFactory.getLogger(CaBundle.class);
  private static final String FIELD_MANAGER = "plimsoll";

  /// So many others stay trusted at most, the latest, should authorities change all the time.
  private static final int OTHERS = 8;

  private final KubernetesClient client;
  private final WebhookCertificate certificate;
  private final String configuration;
  private final LockOutGuard lockOut;
  private final Unasked unasked;
  private @Nullable SharedIndexInformer<ValidatingWebhookConfiguration> informer;

  CaBundle(
      KubernetesClient client,
      @Identifier("webhook") WebhookCertificate certificate,
      JudgedKinds kinds,
      LockOutGuard lockOut,
      OperatorConfig config) {
    this.client = client;
    this.unasked = new Unasked(kinds);
    this.certificate = certificate;
    this.lockOut = lockOut;
    this.configuration = config.webhook().configuration();
  }

  void start(@Observes StartupEvent event) {
    informer =
        client
            .admissionRegistration()
            .v1()
            .validatingWebhookConfigurations()
            .withName(configuration)
            .runnableInformer(0)
            .exceptionHandler((_, _) -> true);
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
    lockOut.lookAt(present);
    correct(present);
  }

  @Override
  public void onUpdate(
      ValidatingWebhookConfiguration former, ValidatingWebhookConfiguration present) {
    unasked.lookAt(present);
    lockOut.lookAt(present);
    correct(present);
  }

  @Override
  public void onDelete(ValidatingWebhookConfiguration former, boolean unknownState) {
    LOG.atWarn()
        .addKeyValue("configuration", configuration)
        .log("Webhook configuration is gone; nothing is asked of Plimsoll any more");
  }

  /// Writes what is to be trusted now; returns whether it stands there.
  boolean correct() {
    ValidatingWebhookConfiguration present =
        client
            .admissionRegistration()
            .v1()
            .validatingWebhookConfigurations()
            .withName(configuration)
            .get();
    return present != null && write(present);
  }

  /// Another replica may have written the authority of a certificate that this one has not seen
  /// yet: it is looked for before anything is corrected.
  private void correct(ValidatingWebhookConfiguration present) {
    if (!lacking(present).isEmpty()) {
      try {
        certificate.lookForNext();
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("Certificate cannot be looked for; the known one is kept");
      }
      write(present);
    }
  }

  /// What is trusted beyond what this replica needs may be another's, and stays.
  private List<String> lacking(ValidatingWebhookConfiguration present) {
    List<X509Certificate> needed = certificate.authorities();
    return present.getWebhooks().stream()
        .filter(webhook -> !trusted(webhook.getClientConfig()).containsAll(needed))
        .map(ValidatingWebhook::getName)
        .toList();
  }

  private boolean write(ValidatingWebhookConfiguration present) {
    List<String> wrong = lacking(present);
    if (wrong.isEmpty()) {
      return true;
    }
    try {
      client
          .resource(onlyBundle(present.getWebhooks()))
          .fieldManager(FIELD_MANAGER)
          .forceConflicts()
          .serverSideApply();
      LOG.atInfo()
          .addKeyValue("configuration", configuration)
          .addKeyValue("webhooks", wrong)
          .log("Webhook configuration has the certificate authority now");
      return true;
    } catch (KubernetesClientException e) {
      LOG.atError()
          .addKeyValue("configuration", configuration)
          .setCause(e)
          .log("Webhook configuration cannot be given the certificate authority");
      return false;
    }
  }

  static List<X509Certificate> trusted(WebhookClientConfig webhook) {
    String bundle = webhook.getCaBundle();
    try {
      return bundle == null ? List.of() : Pem.certificates(Base64.getDecoder().decode(bundle));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return List.of();
    }
  }

  /// The bundle by which `webhook` trusts `certificate`, and whom else it trusted.
  static String bundleOf(WebhookCertificate certificate, WebhookClientConfig webhook) {
    List<X509Certificate> needed = certificate.authorities();
    if (needed.isEmpty()) {
      throw new IllegalStateException("no certificate is loaded yet");
    }
    try {
      return Base64.getEncoder()
          .encodeToString(
              Pem.text(toTrust(needed, trusted(webhook), Instant.now()))
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the webhook's authorities cannot be written", e);
    }
  }

  /// What this replica needs, and of what was trusted what is still valid: another replica, older
  /// or newer than this, may show a certificate of it.
  static List<X509Certificate> toTrust(
      List<X509Certificate> needed, List<X509Certificate> trusted, Instant now) {
    return Stream.concat(
            needed.stream(),
            trusted.stream()
                .filter(authority -> !needed.contains(authority))
                .filter(authority -> now.isBefore(authority.getNotAfter().toInstant()))
                .distinct()
                .limit(OTHERS))
        .distinct()
        .toList();
  }

  private GenericKubernetesResource onlyBundle(List<ValidatingWebhook> webhooks) {
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
                        "clientConfig",
                            Map.of("caBundle", bundleOf(certificate, webhook.getClientConfig()))))
            .toList());
    return resource;
  }
}
