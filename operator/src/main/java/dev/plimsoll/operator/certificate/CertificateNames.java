package dev.plimsoll.operator.certificate;

import dev.plimsoll.operator.OperatorConfig;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The names by which an API server calls the webhook.
final class CertificateNames {
  private CertificateNames() {}

  /// Those of the Service, and the host of the URL where there is one. Where both are there the
  /// URL is used, and the Service's names do no harm.
  static Set<String> of(OperatorConfig config) {
    Set<String> names = new TreeSet<>();
    String service = config.webhook().service() + "." + config.namespace();
    names.add(service);
    names.add(service + ".svc");
    names.add(service + ".svc.cluster.local");
    config.webhook().url().flatMap(CertificateNames::host).ifPresent(names::add);
    return names;
  }

  private static Optional<String> host(URI url) {
    String host = url.getHost();
    if (host == null || !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "plimsoll.webhook.url is \""
              + url
              + "\"; write the URL in the webhook's configuration, as https://192.0.2.1:9443/validate");
    }
    return Optional.of(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
  }
}
