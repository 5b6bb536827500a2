package dev.plimsoll.e2e.chart;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import dev.plimsoll.e2e.parts.Kubectl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/// The validating webhook's configuration as the cluster has it.
record ConfiguredWebhook(Kubectl kubectl) {
  String field(String path) {
    return expect(
        kubectl.run("get", "validatingwebhookconfiguration", "plimsoll", "-o=jsonpath=" + path));
  }

  void annotate(String annotation) {
    expect(kubectl.run("annotate", "validatingwebhookconfiguration", "plimsoll", annotation));
  }

  String bundle() {
    return field("{.webhooks[0].clientConfig.caBundle}");
  }

  /// Whom a bundle trusts.
  static List<X509Certificate> authorities(String bundle) {
    try (var text = new ByteArrayInputStream(Base64.getDecoder().decode(bundle))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(text).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException | CertificateException e) {
      throw new AssertionError("the bundle cannot be read: " + bundle, e);
    }
  }
}
