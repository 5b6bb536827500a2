package dev.plimsoll.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.Patience;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The API server calls a webhook at the endpoints of its Service, as in a cluster with a network.
@ExtendWith(ClusterExtension.class)
class ServiceWebhookIT {
  private static final String SERVICE = "harbour.parts-webhook.svc";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void webhookOfAServiceIsCalledAtItsEndpoint(ControlPlane controlPlane) throws Exception {
    var address =
        controlPlane
            .serviceAddress()
            .orElseThrow(() -> new AssertionError(ServiceAddress.howToAdd()));
    var authority = new CertificateAuthority("harbour");
    var server = HttpsServer.create(new InetSocketAddress(address, FreePorts.next()), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            context(authority.issueForServer("harbour", java.util.List.of(SERVICE)))));
    server.createContext("/admit", ServiceWebhookIT::deny);
    server.start();
    var kubectl = controlPlane.kubectl();
    try {
      var applied = kubectl.apply(manifests(address, server.getAddress().getPort(), authority));
      assertThat(applied.err()).isEmpty();
      assertThat(refusal(kubectl)).contains("denied the request: not today");
    } finally {
      kubectl.run("delete", "validatingwebhookconfiguration", "harbour");
      server.stop(0);
    }
  }

  /// The API server learns of a new webhook a moment later, and of its endpoints maybe after that.
  private static String refusal(Kubectl kubectl) {
    String[] cargo = {
      "create", "configmap", "cargo", "--namespace=parts-webhook", "--dry-run=server"
    };
    Patience.await(
        Duration.ofMinutes(1),
        () -> kubectl.run(cargo).err().contains("denied the request"),
        () -> "the webhook is not called: " + kubectl.run(cargo).err());
    return kubectl.run(cargo).err();
  }

  private static void deny(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uid = JSON.readTree(exchange.getRequestBody()).path("request").path("uid").asText();
      var answer =
          """
          {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview",
           "response":{"uid":"%s","allowed":false,"status":{"message":"not today"}}}"""
              .formatted(uid)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static SSLContext context(CertificateAuthority.Pair pair) throws Exception {
    var certificate = (X509CertificateHolder) pem(pair.certificate());
    var key = (PrivateKeyInfo) pem(pair.privateKey());
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    store.setKeyEntry(
        "server",
        new JcaPEMKeyConverter().getPrivateKey(key),
        new char[0],
        new Certificate[] {new JcaX509CertificateConverter().getCertificate(certificate)});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static Object pem(String text) throws IOException {
    try (var parser = new PEMParser(new StringReader(text))) {
      return parser.readObject();
    }
  }

  private static String manifests(String address, int port, CertificateAuthority authority) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: parts-webhook, labels: {harbour: closed}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: harbour, namespace: parts-webhook}
    spec: {ports: [{port: 443, targetPort: PORT}]}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: harbour
      namespace: parts-webhook
      labels: {kubernetes.io/service-name: harbour}
    addressType: IPv4
    endpoints: [{addresses: [ADDRESS]}]
    ports: [{port: PORT}]
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: harbour}
    webhooks:
      - name: harbour.example.com
        admissionReviewVersions: [v1]
        sideEffects: None
        failurePolicy: Fail
        clientConfig:
          caBundle: AUTHORITY
          service: {name: harbour, namespace: parts-webhook, path: /admit}
        namespaceSelector: {matchLabels: {harbour: closed}}
        rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
    """
        .replace("PORT", Integer.toString(port))
        .replace("ADDRESS", address)
        .replace(
            "AUTHORITY",
            Base64.getEncoder()
                .encodeToString(authority.certificate().getBytes(StandardCharsets.UTF_8)));
  }
}
