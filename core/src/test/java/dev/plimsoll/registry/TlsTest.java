package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.Limits;
import dev.plimsoll.image.SourceException;
import dev.plimsoll.image.TestImage;
import dev.plimsoll.reference.Digest;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.connection.Trust;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose certificates are believed: the machine's authorities', a registry's own, or anyone's.
class TlsTest {
  private static final TestImage IMAGE =
      ImageBuilder.image().layer("COPY app /app", layer -> layer.file("app", "x")).build();

  @TempDir private Path directory;

  @Test
  void anAuthorityIsBelievedWhereItIsConfiguredAndOnlyThere() throws Exception {
    try (TlsRegistry registry = TlsRegistry.start(directory, "ip:127.0.0.1", IMAGE);
        TlsRegistry other = TlsRegistry.start(directory, "dns:localhost,ip:127.0.0.1", IMAGE)) {
      Host trusting = Host.OVER_HTTPS.withTrust(Trust.alsoIn(registry.certificate()));
      assertThat(digest(registry, trusting)).isEqualTo(IMAGE.digest());
      assertThatExceptionOfType(SourceException.Unavailable.class)
          .isThrownBy(() -> digest(registry, Host.OVER_HTTPS))
          .withMessageContaining(
              "the registry shows a certificate for 127.0.0.1 that is not trusted here; configure"
                  + " its authority, or correct the certificate")
          .satisfies(e -> assertThat(e.temporary()).isFalse());
      assertThatExceptionOfType(SourceException.Unavailable.class)
          .isThrownBy(() -> digest(other, trusting));
    }
  }

  @Test
  void anAuthorityDoesNotMakeUpForAnotherHostsCertificate() throws Exception {
    try (TlsRegistry registry = TlsRegistry.start(directory, "dns:other.example.com", IMAGE)) {
      Host trusting = Host.OVER_HTTPS.withTrust(Trust.alsoIn(registry.certificate()));
      assertThatExceptionOfType(SourceException.Unavailable.class)
          .isThrownBy(() -> digest(registry, trusting))
          .withMessageContaining("not trusted here");
      assertThat(digest(registry, Host.OVER_HTTPS.withTrust(Trust.ANYONE)))
          .isEqualTo(IMAGE.digest());
    }
  }

  @Test
  void aCertificateThatIsNotTrustedKeepsItsSentenceHoweverOftenItIsShown() throws Exception {
    try (TlsRegistry registry = TlsRegistry.start(directory, "ip:127.0.0.1", IMAGE);
        RegistrySource source = source(registry, Host.OVER_HTTPS)) {
      for (int i = 0; i < 8; i++) {
        assertThatExceptionOfType(SourceException.Unavailable.class)
            .isThrownBy(() -> source.manifest(reference(registry), soon()))
            .withMessageContaining("not trusted here");
      }
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefused() {
    for (String none : new String[] {"", "secret", "-----BEGIN CERTIFICATE-----\nsecret\n"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Trust.alsoIn(none.getBytes(UTF_8)))
          .withMessageContaining("certificate")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }
  }

  private static Digest digest(TlsRegistry registry, Host host) throws SourceException {
    try (RegistrySource source = source(registry, host)) {
      return source.manifest(reference(registry), soon()).digest();
    }
  }

  private static RegistrySource source(TlsRegistry registry, Host host) {
    RegistrySettings settings = RegistrySettings.none().with(registry.host(), host);
    return new RegistrySource(settings, Credentials.ANONYMOUS, Limits.defaults());
  }

  private static Reference reference(TlsRegistry registry) {
    return Reference.parse(registry.host() + "/shop/web:1.4");
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }
}
