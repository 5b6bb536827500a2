package dev.plimsoll.operator.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaBundleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  @Test
  void keepsTrustingWhatAnotherReplicaMayShow() {
    X509Certificate own = authority(Duration.ofDays(30));
    X509Certificate others = authority(Duration.ofDays(30));

    assertThat(CaBundle.toTrust(List.of(own), List.of(others), NOW)).containsExactly(own, others);
  }

  @Test
  void forgetsWhatHasExpired() {
    X509Certificate own = authority(Duration.ofDays(30));
    X509Certificate former = authority(Duration.ofDays(1));

    assertThat(CaBundle.toTrust(List.of(own), List.of(former, own), NOW.plus(Duration.ofDays(2))))
        .containsExactly(own);
  }

  @Test
  void forgetsTheOldestWhereThereAreMany() {
    X509Certificate own = authority(Duration.ofDays(30));
    List<X509Certificate> former = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      former.add(authority(Duration.ofDays(30)));
    }

    assertThat(CaBundle.toTrust(List.of(own), former, NOW))
        .hasSize(9)
        .startsWith(own, former.getFirst())
        .doesNotContain(former.getLast());
  }

  private static X509Certificate authority(Duration validity) {
    return CertificateMaker.make(Set.of("webhook"), NOW, validity).authorities().getFirst();
  }
}
