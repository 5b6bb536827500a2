package dev.plimsoll.operator.inspection;

import dev.plimsoll.operator.OperatorConfig;
import dev.plimsoll.operator.OperatorConfig.RegistryHost;
import dev.plimsoll.operator.metrics.Metrics;
import dev.plimsoll.registry.Credentials;
import dev.plimsoll.registry.DockerConfig;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.registry.RegistrySettings.Host;
import dev.plimsoll.registry.RegistrySettings.Mirror;
import dev.plimsoll.registry.RegistryTraffic;
import dev.plimsoll.registry.connection.Network;
import dev.plimsoll.registry.connection.Proxies;
import dev.plimsoll.registry.connection.Trust;
import dev.plimsoll.registry.pace.Pace;
import dev.plimsoll.registry.plugin.DockerHelpers;
import dev.plimsoll.registry.plugin.KubeletPlugins;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the configuration says of registries, in the core's terms; what cannot be read ends in
/// an `IllegalArgumentException` that names the property.
final class RegistryConfiguration {
  private static final String PREFIX = "plimsoll.registries.";

  private final OperatorConfig.Registries config;

  RegistryConfiguration(OperatorConfig.Registries config) {
    this.config = config;
  }

  /// How registries are reached.
  RegistrySettings settings(Map<String, String> environment) {
    RegistrySettings settings = RegistrySettings.none();
    for (String host : config.internalHosts().orElse(Set.of())) {
      settings = settings.with(host, Host.OVER_HTTPS);
    }
    for (String host : config.insecureHosts().orElse(Set.of())) {
      settings = settings.with(host, Host.OVER_PLAIN_HTTP);
    }
    for (Map.Entry<String, RegistryHost> each : config.hosts().entrySet()) {
      settings = settings.with(each.getKey(), host(each.getKey(), each.getValue()));
    }
    if (config.proxyFromEnvironment()) {
      settings = settings.with(Proxies.of(environment));
    }
    settings = settings.with(serviceNetworks(environment));
    return settings.with(
        read(
            PREFIX + "requests-per-second",
            () -> new Pace(config.requestsPerSecond(), config.burst())));
  }

  private List<Network> serviceNetworks(Map<String, String> environment) {
    List<Network> networks = new ArrayList<>();
    for (String each : config.serviceNetworks().orElse(List.of())) {
      networks.add(read(PREFIX + "service-networks", () -> Network.parse(each)));
    }
    String apiServer = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    try {
      networks.add(Network.parse(apiServer));
    } catch (IllegalArgumentException _) {
      // A name, or nothing: the operator does not run in the cluster.
    }
    return networks;
  }

  private static Host host(String name, RegistryHost given) {
    String prefix = PREFIX + "hosts.\"" + name + "\".";
    Host host = given.plainHttp() ? Host.OVER_PLAIN_HTTP : Host.OVER_HTTPS;
    if (given.caFile().isPresent()) {
      byte[] pem = bytes(prefix + "ca-file", given.caFile().get());
      host = host.withTrust(read(prefix + "ca-file", () -> Trust.alsoIn(pem)));
    }
    if (given.skipVerify()) {
      host = host.withTrust(Trust.ANYONE);
    }
    List<Mirror> mirrors = new ArrayList<>();
    for (String mirror : given.mirrors().orElse(List.of())) {
      mirrors.add(read(prefix + "mirrors", () -> Mirror.parse(mirror, given.mirrorsResolveTags())));
    }
    host = host.withMirrors(mirrors);
    if (given.proxy().isPresent()) {
      String proxy = given.proxy().get();
      host =
          host.withProxies(
              proxy.equals("none")
                  ? Proxies.NONE
                  : read(prefix + "proxy", () -> Proxies.all(URI.create(proxy))));
    }
    return host;
  }

  /// Who may pull, of what is configured, in the order in which it is to be tried.
  Credentials credentials(Map<String, String> environment) {
    List<Credentials> sources = new ArrayList<>();
    config
        .credentialsFile()
        .ifPresent(
            file -> {
              byte[] json = bytes(PREFIX + "credentials-file", file);
              DockerHelpers helpers = DockerHelpers.onPath(environment);
              sources.add(
                  read(PREFIX + "credentials-file", () -> DockerConfig.parse(json, helpers)));
            });
    config.credentialProviderConfig().ifPresent(file -> sources.add(plugins(file)));
    return sources.isEmpty() ? Credentials.ANONYMOUS : Credentials.inTurn(sources);
  }

  private Credentials plugins(Path file) {
    String property = PREFIX + "credential-provider-config";
    Path directory =
        config
            .credentialProviderDirectory()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        property
                            + " is set without credential-provider-directory, where its plugins"
                            + " lie; set that too"));
    byte[] json = json(property, file);
    return read(property, () -> KubeletPlugins.parse(json, directory));
  }

  private static byte[] json(String property, Path file) {
    String text = new String(bytes(property, file), StandardCharsets.UTF_8);
    KubernetesSerialization yaml = new KubernetesSerialization();
    try {
      return yaml.asJson(yaml.unmarshal(text, Map.class)).getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(property + " is neither YAML nor JSON: " + file, e);
    }
  }

  private static byte[] bytes(String property, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s is %s, which cannot be read".formatted(property, file), e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read();
  }

  private static <T> T read(String property, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(property + ": " + e.getMessage(), e);
    }
  }

  /// Where every request to a registry is counted.
  static RegistryTraffic countedBy(Metrics metrics) {
    return new RegistryTraffic() {
      @Override
      public void answered(Optional<String> host, int status) {
        metrics.registryAnswered(host, status);
      }

      @Override
      public void unanswered(Optional<String> host) {
        metrics.registryUnanswered(host);
      }
    };
  }
}
