package dev.plimsoll.operator.certificate;

import java.util.Set;

/// Where the serving certificate comes from.
interface CertificateSource {

  /// A certificate that is good for these names now.
  ServingCertificate certificate(Set<String> names);
}
