package dev.plimsoll.operator.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Set;

/// A certificate that somebody else makes and renews: `tls.crt`, `tls.key` and `ca.crt` in a
/// directory.
record CertificateFiles(Path directory, Clock clock) implements CertificateSource {

  @Override
  public ServingCertificate certificate(Set<String> names) {
    ServingCertificate certificate =
        new ServingCertificate(
            read("tls.crt", Pem::certificates),
            read("tls.key", Pem::privateKey),
            read("ca.crt", Pem::certificates));
    certificate
        .fault(names, clock.instant())
        .ifPresent(
            fault -> {
              throw new IllegalStateException(
                  "the certificate in plimsoll.certificate.directory (%s) %s; renew it"
                      .formatted(directory, fault));
            });
    return certificate;
  }

  private <T> T read(String file, Reading<T> reading) {
    Path path = directory.resolve(file);
    try {
      return reading.of(Files.readAllBytes(path));
    } catch (IOException e) {
      throw new IllegalStateException(
          "%s cannot be read; plimsoll.certificate.directory must hold tls.crt, tls.key and ca.crt"
              .formatted(path),
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("%s is of no use: %s".formatted(path, e.getMessage()), e);
    }
  }

  private interface Reading<T> {
    T of(byte[] content) throws GeneralSecurityException;
  }
}
