package dev.plimsoll.e2e;

import dev.plimsoll.e2e.installation.Installation;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Clients that meet the webhook for the first time, one after the other: each believes what the
/// configuration's `caBundle` has at that moment, as an API server does, and opens a connection.
record NewClients(KubernetesClient client, int port) {
  private static final String HOST = "plimsoll-webhook." + Installation.NAMESPACE + ".svc";
  private static final int LIMIT_MILLIS = 30_000;

  Repeated come() {
    return Repeated.every(Duration.ZERO, this::connect);
  }

  /// Why one came to no connection; empty where it did.
  private Optional<String> connect() {
    byte[] bundle = bundle();
    try {
      handshake(bundle);
      return Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      // One that was held up on its way has what is of no use any more: it looks again.
      return Arrays.equals(bundle, bundle()) ? Optional.of(e.toString()) : connect();
    }
  }

  private byte[] bundle() {
    return Base64.getDecoder()
        .decode(
            client
                .admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName("plimsoll")
                .get()
                .getWebhooks()
                .getFirst()
                .getClientConfig()
                .getCaBundle());
  }

  private void handshake(byte[] bundle) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, believing(bundle).getTrustManagers(), null);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress("127.0.0.1", port), LIMIT_MILLIS);
      plain.setSoTimeout(LIMIT_MILLIS);
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      }
    }
  }

  private static TrustManagerFactory believing(byte[] bundle)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Certificate authority :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bundle))) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }
}
