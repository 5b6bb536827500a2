package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// How the webhook's port speaks TLS.
///
/// BoringSSL shakes hands where there is a build of it for this machine: in Java that is slow until
/// it has been compiled, which is when there is the least time for it (ADR 0038). Callers are asked
/// for a certificate on this port alone, since kubelets that ask for health have none.
@Singleton
@Unremovable
public final class WebhookTls implements HttpServerOptionsCustomizer {
  private static final Logger LOG = Logger.getLogger(WebhookTls.class);

  private final boolean callersShowCertificates;

  WebhookTls(OperatorConfig config) {
    this.callersShowCertificates = config.webhook().clientCaFile().isPresent();
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (OpenSSLEngineOptions.isAvailable()) {
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    } else {
      LOG.info("BoringSSL is not there or turned off: Java's own TLS serves the webhook.");
    }
    if (callersShowCertificates) {
      options.setClientAuth(ClientAuth.REQUIRED);
    }
  }
}
