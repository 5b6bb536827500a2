package dev.plimsoll.operator.certificate;

import java.util.Set;

/// Where the serving certificate comes from.
interface CertificateSource {

  /// A certificate that is good for these names now: the one that was given before as long as
  /// nothing better is there. Throws an `IllegalStateException` that says what is wrong where
  /// there is none.
  ServingCertificate certificate(Set<String> names);
}
