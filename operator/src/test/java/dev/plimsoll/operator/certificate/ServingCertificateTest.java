package dev.plimsoll.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServingCertificateTest {
  private static final Instant NOW = Instant.now();
  private static final Set<String> NAMES =
      Set.of("plimsoll-webhook.plimsoll-system.svc", "192.0.2.7", "2001:db8:0:0:0:0:0:7");
  private static final ServingCertificate GOOD =
      CertificateMaker.make(NAMES, NOW, Duration.ofDays(1));

  @Test
  void isGoodForItsNames() {
    assertThat(GOOD.fault(NAMES, NOW)).isEmpty();
  }

  @Test
  void isBelievedByWhoTrustsItsAuthority() throws Exception {
    PKIXParameters trust =
        new PKIXParameters(Set.of(new TrustAnchor(GOOD.authorities().getFirst(), null)));
    trust.setRevocationEnabled(false);

    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(GOOD.chain()), trust);

    assertThat(GOOD.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(GOOD.certificate().getBasicConstraints()).as("it is no authority").isEqualTo(-1);
  }

  @Test
  void survivesBeingWrittenAndRead() throws Exception {
    ServingCertificate read =
        new ServingCertificate(
            Pem.certificates(bytes(Pem.text(GOOD.chain()))),
            Pem.privateKey(bytes(Pem.text(GOOD.key()))),
            Pem.certificates(bytes(Pem.text(GOOD.authorities()))));

    assertThat(read).isEqualTo(GOOD);
  }

  @Test
  void isOfNoUseWithAnotherKey() {
    ServingCertificate other = CertificateMaker.make(NAMES, NOW, Duration.ofDays(1));

    assertThat(
            new ServingCertificate(GOOD.chain(), other.key(), GOOD.authorities()).fault(NAMES, NOW))
        .hasValue("does not belong to the private key beside it");
  }

  @Test
  void isOfNoUseUnderAnotherAuthority() {
    ServingCertificate other = CertificateMaker.make(NAMES, NOW, Duration.ofDays(1));

    assertThat(
            new ServingCertificate(GOOD.chain(), GOOD.key(), other.authorities()).fault(NAMES, NOW))
        .hasValue("was signed by none of the authorities beside it");
  }

  @Test
  void isOfNoUseForOtherNames() {
    assertThat(GOOD.fault(Set.of("webhook.example.com", "192.0.2.7"), NOW))
        .hasValue("does not cover webhook.example.com");
  }

  @Test
  void isOfNoUseBeforeAndAfterItsTime() {
    assertThat(GOOD.fault(NAMES, NOW.minus(Duration.ofDays(1))).orElseThrow())
        .startsWith("is not valid before");
    assertThat(GOOD.fault(NAMES, NOW.plus(Duration.ofDays(1))).orElseThrow())
        .startsWith("has expired at");
  }

  @Test
  void saysWhatIsWrongWithPem() {
    assertThatThrownBy(() -> Pem.privateKey(bytes("-----BEGIN EC PRIVATE KEY-----\n")))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("PKCS#8");
    assertThatThrownBy(() -> Pem.certificates(bytes("hello")))
        .isInstanceOf(GeneralSecurityException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
