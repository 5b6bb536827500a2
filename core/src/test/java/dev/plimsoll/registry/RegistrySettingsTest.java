package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.registry.RegistrySettings.Host;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {
  private static final RegistrySettings SETTINGS =
      new RegistrySettings(
          Map.of(
              "Plain.Example.com", Host.OVER_PLAIN_HTTP,
              "plain.example.com:5000", Host.OVER_PLAIN_HTTP,
              "tls.example.com", Host.OVER_HTTPS));

  @ParameterizedTest
  @CsvSource({
    "docker.io, https://registry-1.docker.io",
    "registry.example.com, https://registry.example.com",
    "registry.example.com:5000, https://registry.example.com:5000",
    "plain.example.com, http://plain.example.com",
    "plain.example.com:5000, http://plain.example.com:5000",
    "plain.example.com:5001, https://plain.example.com:5001",
    "tls.example.com, https://tls.example.com",
    "[::1]:5000, https://[::1]:5000"
  })
  void asksTheApiWhereItIs(String registry, String api) {
    assertThat(SETTINGS.apiOf(registry)).isEqualTo(URI.create(api));
  }

  @ParameterizedTest
  @CsvSource({
    "http://plain.example.com/v2/, true",
    "http://PLAIN.example.com:80/v2/, true",
    "https://plain.example.com:5000/v2/, true",
    "https://plain.example.com:5001/v2/, false",
    "https://tls.example.com:443/v2/, true",
    "https://other.example.com/v2/, false"
  })
  void knowsWhichHostsAreConfigured(URI url, boolean configured) {
    assertThat(SETTINGS.host(url).isPresent()).isEqualTo(configured);
  }
}
