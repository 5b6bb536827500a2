package dev.plimsoll.operator.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.Deadline;
import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.Credentials.Login;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.RegistrySettings.Mirror;
import dev.plimsoll.registry.connection.Proxies;
import dev.plimsoll.registry.connection.Trust;
import dev.plimsoll.registry.pace.Pace;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryConfigurationTest {
  private static final String ONE = "plimsoll.registries.hosts.\"Registry.example.com:5000\".";

  @TempDir private Path directory;

  @Test
  void nothingConfiguredIsTheCoresDefault() {
    RegistryConfiguration configuration = configuration();
    assertThat(configuration.settings(Map.of())).isEqualTo(RegistrySettings.none());
    assertThat(configuration.credentials(Map.of()).loginsFor(reference(), soon()).logins())
        .isEmpty();
  }

  @Test
  void everythingThatIsConfiguredCounts() {
    RegistrySettings settings =
        configuration(
                "plimsoll.registries.insecure-hosts",
                "plain.example.com",
                "plimsoll.registries.internal-hosts",
                "inside.example.com",
                "plimsoll.registries.requests-per-second",
                "2.5",
                "plimsoll.registries.burst",
                "7",
                ONE + "mirrors",
                "mirror.example.com,harbor.example.com/cache",
                ONE + "mirrors-resolve-tags",
                "true",
                ONE + "skip-verify",
                "true",
                ONE + "proxy",
                "none")
            .settings(Map.of("HTTPS_PROXY", "http://proxy:3128"));
    assertThat(settings.pace()).isEqualTo(new Pace(2.5, 7));
    assertThat(settings.proxies().https()).isEqualTo(URI.create("http://proxy:3128"));
    assertThat(settings.hosts())
        .containsEntry("plain.example.com", Host.OVER_PLAIN_HTTP)
        .containsEntry("inside.example.com", Host.OVER_HTTPS)
        .containsEntry("mirror.example.com", Host.OVER_HTTPS)
        .containsEntry(
            "registry.example.com:5000",
            new Host(
                false,
                Trust.ANYONE,
                List.of(
                    new Mirror("mirror.example.com", "", true),
                    new Mirror("harbor.example.com", "cache", true)),
                Proxies.NONE));
  }

  @Test
  void theEnvironmentsProxiesCanBeLeftAside() {
    assertThat(
            configuration("plimsoll.registries.proxy-from-environment", "false")
                .settings(Map.of("HTTPS_PROXY", "http://proxy:3128"))
                .proxies())
        .isEqualTo(Proxies.NONE);
  }

  @Test
  void asksTheFileThenThePlugins() throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(
        file, "{\"auths\":{\"r.example.com\":{\"username\":\"a\",\"password\":\"b\"}}}");
    Path plugin = directory.resolve("ours");
    Files.writeString(
        plugin,
        """
        #!/bin/sh
        echo '{"kind":"CredentialProviderResponse","cacheKeyType":"Global",
        "auth":{"*.example.com":{"username":"c","password":"d"}}}'
        """);
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    Path providers = directory.resolve("providers.yaml");
    Files.writeString(
        providers,
        """
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: ours
            apiVersion: credentialprovider.kubelet.k8s.io/v1
            matchImages: ["*.example.com"]
            defaultCacheDuration: 12h
        """);
    RegistryConfiguration configuration =
        configuration(
            "plimsoll.registries.credentials-file", file.toString(),
            "plimsoll.registries.credential-provider-config", providers.toString(),
            "plimsoll.registries.credential-provider-directory", directory.toString());
    assertThat(configuration.credentials(Map.of()).loginsFor(reference(), soon()).logins())
        .containsExactly(new Login("a", "b"), new Login("c", "d"));
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "secret");
    for (String property : List.of("credentials-file", "credential-provider-config")) {
      RegistryConfiguration configuration =
          configuration(
              "plimsoll.registries." + property,
              file.toString(),
              "plimsoll.registries.credential-provider-directory",
              directory.toString());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> configuration.credentials(Map.of()))
          .withMessageContaining("plimsoll.registries." + property);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> configuration(ONE + "ca-file", file.toString()).settings(Map.of()))
        .withMessageStartingWith(
            "plimsoll.registries.hosts.\"Registry.example.com:5000\".ca-file: it holds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> configuration(ONE + "ca-file", "/none").settings(Map.of()))
        .withMessageContaining("ca-file is /none, which cannot be read");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> configuration(ONE + "mirrors", "https://x").settings(Map.of()))
        .withMessageContaining("mirrors: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> configuration(ONE + "proxy", "https://x").settings(Map.of()))
        .withMessageContaining("proxy: a proxy is named http://host:port");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                configuration("plimsoll.registries.credential-provider-config", file.toString())
                    .credentials(Map.of()))
        .withMessageContaining("is set without credential-provider-directory");
  }

  private static Reference reference() {
    return Reference.parse("r.example.com/shop/web");
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5));
  }

  private static RegistryConfiguration configuration(String... properties) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withMapping(OperatorConfig.class)
            .withConverter(
                Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter());
    for (int i = 0; i < properties.length; i += 2) {
      builder.withDefaultValue(properties[i], properties[i + 1]);
    }
    return new RegistryConfiguration(
        builder.build().getConfigMapping(OperatorConfig.class).registries());
  }
}
