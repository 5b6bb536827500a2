package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/// Whether callers of the webhook are asked for a certificate: on its port alone, since kubelets
/// that ask for health have none.
@Singleton
@Unremovable
public final class CallerCheck implements HttpServerOptionsCustomizer {
  private final boolean demanded;

  CallerCheck(OperatorConfig config) {
    this.demanded = config.webhook().clientCaFile().isPresent();
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (demanded) {
      options.setClientAuth(ClientAuth.REQUIRED);
    }
  }
}
