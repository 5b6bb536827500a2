package dev.plimsoll.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Read back by Java's own reader of certificates, which is written by others.
class CertificateMakerTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Set<String> NAMES = Set.of("webhook.plimsoll.svc", "10.1.2.3", "fd00::7");

  private final ServingCertificate made = CertificateMaker.make(NAMES, NOW, Duration.ofDays(365));

  @Test
  void isBelievedByWhoeverBelievesItsAuthority() throws Exception {
    validate(made, made.authorities().getFirst(), NOW);
  }

  @Test
  void isNotBelievedUnderAnotherAuthorityOrAfterItsEnd() {
    ServingCertificate other = CertificateMaker.make(NAMES, NOW, Duration.ofDays(365));

    assertThatThrownBy(() -> validate(made, other.authorities().getFirst(), NOW))
        .isInstanceOf(CertPathValidatorException.class);
    assertThatThrownBy(
            () -> validate(made, made.authorities().getFirst(), NOW.plus(Duration.ofDays(366))))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void namesServersByNameAndAddress() throws Exception {
    assertThat(made.certificate().getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "webhook.plimsoll.svc"),
            List.of(7, "10.1.2.3"),
            List.of(7, "fd00:0:0:0:0:0:0:7"));
  }

  @Test
  void isForServersAloneAndSignsNothing() throws Exception {
    X509Certificate server = made.certificate();

    assertThat(server.getVersion()).isEqualTo(3);
    assertThat(server.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(server.getKeyUsage()[0]).as("digitalSignature").isTrue();
    assertThat(server.getKeyUsage()[5]).as("keyCertSign").isFalse();
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(server.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=Plimsoll webhook");
  }

  @Test
  void authoritySignsCertificatesButNoFurtherAuthority() {
    X509Certificate authority = made.authorities().getFirst();

    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(authority.getKeyUsage()[5]).as("keyCertSign").isTrue();
    assertThat(authority.getKeyUsage()[0]).as("digitalSignature").isFalse();
    assertThat(authority.getCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
    assertThat(authority.getSubjectX500Principal())
        .isEqualTo(made.certificate().getIssuerX500Principal());
  }

  @Test
  void lastsAsLongAsAskedBeyond2050Too() {
    X509Certificate soon = made.certificate();
    X509Certificate late = CertificateMaker.make(NAMES, NOW, Duration.ofDays(36_500)).certificate();

    assertThat(soon.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    assertThat(soon.getNotBefore().toInstant()).isBefore(NOW);
    assertThat(late.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(36_500)));
  }

  @Test
  void writesLongLengthsAndLargeArcsAsX690Says() {
    assertThat(Der.octets(new byte[127])).startsWith(0x04, 0x7f).hasSize(129);
    assertThat(Der.octets(new byte[200])).startsWith(0x04, 0x81, 200).hasSize(203);
    assertThat(Der.octets(new byte[70_000])).startsWith(0x04, 0x83, 0x01, 0x11, 0x70);
    assertThat(Der.identifier("1.2.840.10045.4.3.2"))
        .containsExactly(0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2);
  }

  private static void validate(
      ServingCertificate certificate, X509Certificate authority, Instant when) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(when));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(certificate.chain()),
            parameters);
  }
}
