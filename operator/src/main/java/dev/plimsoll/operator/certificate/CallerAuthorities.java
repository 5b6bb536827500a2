package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import io.quarkus.arc.Unremovable;
import io.quarkus.tls.runtime.TrustStoreAndTrustOptions;
import io.quarkus.tls.runtime.TrustStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authorities of whose certificates a caller of the webhook must show one; read once, at the
/// start.
@Singleton
@Unremovable
@Identifier("webhook")
public final class CallerAuthorities implements TrustStoreProvider {
  private final Optional<Path> file;

  CallerAuthorities(OperatorConfig config) {
    this.file = config.webhook().clientCaFile();
  }

  /// Nothing where callers need no certificate.
  @Override
  public @Nullable TrustStoreAndTrustOptions getTrustStore(Vertx vertx) {
    return file.map(CallerAuthorities::read).orElse(null);
  }

  private static TrustStoreAndTrustOptions read(Path file) {
    try {
      List<X509Certificate> authorities = Pem.certificates(Files.readAllBytes(file));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      PemTrustOptions options = new PemTrustOptions();
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + store.size(), authority);
        options.addCertValue(Buffer.buffer(Pem.text(List.of(authority))));
      }
      return new TrustStoreAndTrustOptions(store, options);
    } catch (IOException e) {
      throw new IllegalStateException(
          "plimsoll.webhook.client-ca-file (%s) cannot be read; it must hold certificates in PEM"
              .formatted(file),
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "plimsoll.webhook.client-ca-file (%s) is of no use: %s".formatted(file, e.getMessage()),
          e);
    }
  }
}
