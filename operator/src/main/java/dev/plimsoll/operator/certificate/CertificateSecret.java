package dev.plimsoll.operator.certificate;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that the operator makes for itself, in a Secret that all its replicas share:
/// whichever comes first makes it, the others use it.
///
/// It is made anew when a third of its time is left. The former authority stays beside the new
/// one as long as it is valid, so that replicas that still serve with the former certificate are
/// believed.
final class CertificateSecret implements CertificateSource {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateSecret.class);
  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String AUTHORITIES = "ca.crt";

  /// Replicas that start together may outrun each other, but not for ever.
  private static final int ATTEMPTS = 5;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final Duration validity;
  private final Clock clock;

  CertificateSecret(
      KubernetesClient client, String namespace, String name, Duration validity, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.validity = validity;
    this.clock = clock;
  }

  @Override
  public ServingCertificate certificate(Set<String> names) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Optional<ServingCertificate> agreed = agree(names, attempt + 1 < ATTEMPTS);
        if (agreed.isPresent()) {
          return agreed.get();
        }
      }
    } catch (KubernetesClientException e) {
      throw new IllegalStateException(
          "the webhook's certificate cannot be kept in the Secret %s/%s: %s"
              .formatted(namespace, name, hint(e)),
          e);
    }
    throw new IllegalStateException(
        "the Secret %s/%s changed under every attempt to write the webhook's certificate"
            .formatted(namespace, name));
  }

  /// The same; empty too where there was no answer in time and another attempt `mayFollow`: an API
  /// server or a node that is late is no reason to end.
  private Optional<ServingCertificate> agree(Set<String> names, boolean mayFollow) {
    try {
      return agree(names);
    } catch (KubernetesClientException e) {
      if (!mayFollow || !isLate(e)) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("secret", namespace + "/" + name)
          .log("The API server is late and is asked again for the certificate");
      return Optional.empty();
    }
  }

  private static boolean isLate(KubernetesClientException e) {
    return e.getCause() instanceof TimeoutException;
  }

  /// What is in the Secret where it is good, else what could be put there; empty where another
  /// replica came first.
  private Optional<ServingCertificate> agree(Set<String> names) {
    Resource<Secret> resource = client.secrets().inNamespace(namespace).withName(name);
    Secret present = resource.get();
    Optional<ServingCertificate> former =
        Optional.ofNullable(present).flatMap(secret -> usable(secret, names));
    if (former.isPresent() && !former.get().isToBeRenewedAt(clock.instant())) {
      return former;
    }
    ServingCertificate fresh = CertificateMaker.make(names, clock.instant(), validity);
    ServingCertificate made =
        former.map(old -> fresh.alsoTrusting(old, clock.instant())).orElse(fresh);
    Secret secret = secretOf(made, present);
    try {
      if (present == null) {
        client.resource(secret).create();
      } else {
        client.resource(secret).update();
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
    LOG.atInfo()
        .addKeyValue("secret", namespace + "/" + name)
        .addKeyValue("names", names)
        .addKeyValue("notAfter", made.notAfter())
        .log("Certificate made");
    return Optional.of(made);
  }

  private Optional<ServingCertificate> usable(Secret secret, Set<String> names) {
    String fault;
    try {
      ServingCertificate certificate =
          new ServingCertificate(
              Pem.certificates(content(secret, CERTIFICATE)),
              Pem.privateKey(content(secret, KEY)),
              Pem.certificates(content(secret, AUTHORITIES)));
      Optional<String> found = certificate.fault(names, clock.instant());
      if (found.isEmpty()) {
        return Optional.of(certificate);
      }
      fault = found.get();
    } catch (GeneralSecurityException e) {
      fault = "cannot be read: " + e.getMessage();
    }
    LOG.atWarn()
        .addKeyValue("secret", namespace + "/" + name)
        .addKeyValue("fault", fault)
        .log("Certificate is of no use and is made anew");
    return Optional.empty();
  }

  private static byte[] content(Secret secret, String key) throws GeneralSecurityException {
    String encoded = secret.getData() == null ? null : secret.getData().get(key);
    if (encoded == null) {
      throw new GeneralSecurityException("it has no " + key);
    }
    try {
      return Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(key + " is not Base64", e);
    }
  }

  private Secret secretOf(ServingCertificate made, @Nullable Secret present) {
    try {
      return new SecretBuilder()
          .withNewMetadata()
          .withNamespace(namespace)
          .withName(name)
          .withResourceVersion(present == null ? null : present.getMetadata().getResourceVersion())
          .addToLabels("app.kubernetes.io/name", "plimsoll")
          .endMetadata()
          .withType(present == null ? "kubernetes.io/tls" : present.getType())
          .withData(
              Map.of(
                  CERTIFICATE, encoded(Pem.text(made.chain())),
                  KEY, encoded(Pem.text(made.key())),
                  AUTHORITIES, encoded(Pem.text(made.authorities()))))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate just made cannot be written", e);
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String hint(KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "create the namespace " + namespace + " or set plimsoll.namespace";
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "let the operator get, create and update that Secret";
      default ->
          (isLate(e) ? "there was no answer in time" : e.getMessage())
              + "; is the API server there, and is KUBECONFIG right?";
    };
  }
}
