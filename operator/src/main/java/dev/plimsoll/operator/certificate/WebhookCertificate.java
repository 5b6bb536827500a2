package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.metrics.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The certificate that the webhook serves with: fetched before the first request is taken, and
/// followed by others while requests are.
@Singleton
@Identifier("webhook")
public final class WebhookCertificate implements KeyStoreProvider {
  private final CertificateSource source;
  private final Set<String> names;
  private final Instance<Metrics> metrics;
  private final Clock clock = Clock.systemUTC();
  private final ServingKey key = new ServingKey();
  private volatile @Nullable ServingCertificate current;
  private volatile @Nullable ServingCertificate next;

  WebhookCertificate(
      OperatorConfig config, Instance<KubernetesClient> client, Instance<Metrics> metrics) {
    this.metrics = metrics;
    this.names = CertificateNames.of(config);
    this.source =
        config
            .certificate()
            .directory()
            .<CertificateSource>map(directory -> new CertificateFiles(directory, clock))
            .orElseGet(
                () ->
                    new CertificateSecret(
                        client.get(),
                        config.namespace(),
                        config.certificate().secret(),
                        config.certificate().validity(),
                        clock));
  }

  @Override
  public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
    ServingCertificate certificate = source.certificate(names);
    try {
      KeyStore keyStore = certificate.asKeyStore(new char[0]);
      show(certificate);
      return new KeyStoreAndKeyCertOptions(keyStore, KeyCertOptions.wrap(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the webhook's certificate cannot be used", e);
    }
  }

  /// Looks whether there is a newer certificate. It is trusted from now on, and served with by
  /// [#serveNext]; returns whether there is one.
  boolean lookForNext() {
    ServingCertificate found = source.certificate(names);
    ServingCertificate serving = current;
    next = found.equals(serving) ? null : found;
    return next != null;
  }

  /// Has handshakes from now on show the newer certificate.
  void serveNext() {
    ServingCertificate upcoming = next;
    if (upcoming != null) {
      show(upcoming);
    }
  }

  private void show(ServingCertificate certificate) {
    key.show(certificate);
    current = certificate;
    next = null;
    metrics.get().certificate(certificate.notBefore(), certificate.notAfter());
  }

  /// The authorities that the API server is to trust: those of the certificate that is served
  /// with, and of the one that is to follow. Empty before the first is loaded.
  List<X509Certificate> authorities() {
    ServingCertificate serving = current;
    if (serving == null) {
      return List.of();
    }
    ServingCertificate upcoming = next;
    return upcoming == null
        ? serving.authorities()
        : upcoming.alsoTrusting(serving, clock.instant()).authorities();
  }

  boolean isGoodAt(Instant moment) {
    ServingCertificate certificate = current;
    return certificate != null && moment.isBefore(certificate.notAfter());
  }
}
