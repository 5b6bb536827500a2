package dev.plimsoll.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class ServingKeyTest {
  private final ServingKey key = new ServingKey();

  @Test
  void showsTheLatest() throws Exception {
    ServingCertificate latest = certificate();
    key.show(certificate());
    key.show(latest);

    String alias = key.chooseEngineServerAlias("EC", null, engine());

    assertThat(key.getCertificateChain(alias)).containsExactlyElementsOf(latest.chain());
    assertThat(key.getPrivateKey(alias)).isEqualTo(latest.key());
  }

  @Test
  void letsAHandshakeGoOnWithWhatItBeganWith() throws Exception {
    ServingCertificate former = certificate();
    key.show(former);
    String begun = key.chooseEngineServerAlias("EC", null, engine());

    key.show(certificate());

    assertThat(key.getCertificateChain(begun)).containsExactlyElementsOf(former.chain());
    assertThat(key.getPrivateKey(begun)).isEqualTo(former.key());
  }

  @Test
  void hasNothingForOtherKindsOfKeysAndBeforeTheFirst() throws Exception {
    assertThat(key.chooseEngineServerAlias("EC", null, engine())).isNull();

    key.show(certificate());

    assertThat(key.chooseEngineServerAlias("RSA", null, engine())).isNull();
    assertThat(key.getPrivateKey("another")).isNull();
  }

  private static ServingCertificate certificate() {
    return CertificateMaker.make(
        Set.of("plimsoll-webhook.plimsoll-system.svc"), Instant.now(), Duration.ofDays(1));
  }

  private static SSLEngine engine() throws Exception {
    return SSLContext.getDefault().createSSLEngine();
  }
}
