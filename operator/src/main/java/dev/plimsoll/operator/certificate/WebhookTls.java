package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import io.netty.handler.ssl.OpenSsl;
import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the webhook's port speaks TLS.
///
/// BoringSSL shakes hands where there is a build of it for this machine: in Java that is slow until
/// it has been compiled, which is when there is the least time for it (ADR 0038). No session is
/// resumed, so that a caller's certificate is looked at for each connection. Callers are asked for
/// one on this port alone, since kubelets that ask for health have none.
@Singleton
@Unremovable
public final class WebhookTls implements HttpServerOptionsCustomizer {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookTls.class);

  private final boolean callersShowCertificates;

  WebhookTls(OperatorConfig config) {
    this.callersShowCertificates = config.webhook().clientCaFile().isPresent();
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (OpenSSLEngineOptions.isAvailable()) {
      options.setSslEngineOptions(new OpenSSLEngineOptions().setSessionCacheEnabled(false));
    } else {
      String why = String.valueOf(OpenSsl.unavailabilityCause().getMessage());
      LOG.warn("Java's own TLS serves the webhook, not BoringSSL, as that says: {}", why);
    }
    if (callersShowCertificates) {
      options.setClientAuth(ClientAuth.REQUIRED);
    }
  }
}
