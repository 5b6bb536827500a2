package dev.plimsoll.registry;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is configured of registries, by `host` or `host:port` as image references name them.
///
/// A host that stands here was put here by whoever runs Plimsoll: it may lie on loopback or any
/// other address inside, and it alone may be redirected to or fetch tokens there. Every other
/// host is reached over https at an address outside only.
public record RegistrySettings(Map<String, Host> hosts) {

  /// One registry, or a host that a registry sends its clients to. `plainHttp`: asked over http.
  public record Host(boolean plainHttp) {
    public static final Host OVER_HTTPS = new Host(false);
    public static final Host OVER_PLAIN_HTTP = new Host(true);
  }

  public RegistrySettings {
    Map<String, Host> byName = new HashMap<>();
    hosts.forEach((name, host) -> byName.put(name.toLowerCase(Locale.ROOT), host));
    hosts = Map.copyOf(byName);
  }

  /// No registry configured: the public ones can be read.
  public static RegistrySettings none() {
    return new RegistrySettings(Map.of());
  }

  /// The same and one host more.
  public RegistrySettings with(String name, Host host) {
    Map<String, Host> more = new HashMap<>(hosts);
    more.put(name, host);
    return new RegistrySettings(more);
  }

  /// Where a registry's API is: Docker Hub's has another name than its images.
  URI apiOf(String registry) {
    Host host = hosts.get(registry);
    String scheme = host != null && host.plainHttp ? "http" : "https";
    String name = registry.equals("docker.io") ? "registry-1.docker.io" : registry;
    return URI.create(scheme + "://" + name);
  }

  /// What is configured of the host that a URL leads to.
  Optional<Host> host(URI uri) {
    String name = uri.getHost().toLowerCase(Locale.ROOT);
    Host exact = hosts.get(name + ":" + portOf(uri));
    if (exact == null && portOf(uri) == defaultPort(uri)) {
      exact = hosts.get(name);
    }
    return Optional.ofNullable(exact);
  }

  static int portOf(URI uri) {
    return uri.getPort() < 0 ? defaultPort(uri) : uri.getPort();
  }

  private static int defaultPort(URI uri) {
    return "http".equals(uri.getScheme()) ? 80 : 443;
  }
}
