package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The certificate that the webhook serves with: fetched before the first request is taken, and
/// whenever the TLS registry is told to reload.
@Singleton
@Identifier("webhook")
public final class WebhookCertificate implements KeyStoreProvider {
  private final CertificateSource source;
  private final Set<String> names;
  private volatile @Nullable ServingCertificate current;

  WebhookCertificate(OperatorConfig config, Instance<KubernetesClient> client) {
    Clock clock = Clock.systemUTC();
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
      PemKeyCertOptions options =
          new PemKeyCertOptions()
              .setCertValue(buffer(Pem.text(certificate.chain())))
              .setKeyValue(buffer(Pem.text(certificate.key())));
      current = certificate;
      return new KeyStoreAndKeyCertOptions(keyStore, options);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the webhook's certificate cannot be used", e);
    }
  }

  /// The authorities in PEM that the API server is to trust; empty before the first certificate
  /// is loaded.
  Optional<String> authorities() {
    ServingCertificate certificate = current;
    if (certificate == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pem.text(certificate.authorities()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the webhook's authorities cannot be written", e);
    }
  }

  boolean isGoodAt(Instant moment) {
    ServingCertificate certificate = current;
    return certificate != null && moment.isBefore(certificate.notAfter());
  }

  private static Buffer buffer(String text) {
    return Buffer.buffer(text.getBytes(StandardCharsets.US_ASCII));
  }
}
