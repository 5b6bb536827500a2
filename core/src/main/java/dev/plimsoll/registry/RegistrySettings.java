package dev.plimsoll.registry;

import dev.plimsoll.reference.Reference;
import dev.plimsoll.registry.connection.Network;
import dev.plimsoll.registry.connection.Proxies;
import dev.plimsoll.registry.connection.Trust;
import dev.plimsoll.registry.pace.Pace;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is configured of registries, by `host` or `host:port` as image references name them, and
/// for all of them: the proxies, how often one host is asked, and which addresses are inside beside
/// those that are inside everywhere. `remedy` tells people how a host (`%s`) is configured.
///
/// A host that stands here, also as a mirror, was put here by whoever runs Plimsoll: it may lie
/// on loopback or any other address inside, and it alone may be redirected to or fetch tokens
/// there. Every other host is reached over https at an address outside only.
public record RegistrySettings(
    Map<String, Host> hosts, Proxies proxies, Pace pace, List<Network> inside, String remedy) {
  private static final String CONFIGURE = "configure %s if it is meant";

  /// One registry, or a host that a registry sends its clients to. `plainHttp`: asked over http;
  /// `trust`: whose certificates it may show; `mirrors`: asked before it, in this order;
  /// `proxies`: others than all hosts have, or null.
  public record Host(
      boolean plainHttp, Trust trust, List<Mirror> mirrors, @Nullable Proxies proxies) {
    public static final Host OVER_HTTPS = new Host(false);
    public static final Host OVER_PLAIN_HTTP = new Host(true);

    public Host {
      mirrors = List.copyOf(mirrors);
    }

    public Host(boolean plainHttp) {
      this(plainHttp, Trust.SYSTEM, List.of(), null);
    }

    public Host withTrust(Trust other) {
      return new Host(plainHttp, other, mirrors, proxies);
    }

    public Host withMirrors(List<Mirror> others) {
      return new Host(plainHttp, trust, others, proxies);
    }

    public Host withProxies(Proxies others) {
      return new Host(plainHttp, trust, mirrors, others);
    }
  }

  /// A registry that serves what another one does. `prefix` stands before the repository there,
  /// or is empty; `tags` says that it is believed as to what a tag points to: without, it is
  /// asked by digest only, which cannot lie.
  public record Mirror(String host, String prefix, boolean tags) {

    /// Reads `host[:port][/prefix]`; throws an `IllegalArgumentException` where it is none.
    public static Mirror parse(String text, boolean tags) {
      int slash = text.indexOf('/');
      String host = slash < 0 ? text : text.substring(0, slash);
      String prefix = slash < 0 ? "" : text.substring(slash + 1);
      Reference proof = new Reference(host, prefix.isEmpty() ? "any" : prefix, "any", null);
      return new Mirror(
          proof.registry().toLowerCase(Locale.ROOT), prefix.isEmpty() ? "" : prefix, tags);
    }

    /// What an image of the mirrored registry is called here.
    Reference nameOf(Reference origin) {
      String repository =
          prefix.isEmpty() ? origin.repository() : prefix + "/" + origin.repository();
      return new Reference(host, repository, origin.tag(), origin.digest());
    }
  }

  public RegistrySettings {
    Map<String, Host> byName = new HashMap<>();
    hosts.forEach((name, host) -> byName.put(name.toLowerCase(Locale.ROOT), host));
    for (Host host : hosts.values()) {
      host.mirrors.forEach(mirror -> byName.putIfAbsent(mirror.host, Host.OVER_HTTPS));
    }
    hosts = Map.copyOf(byName);
    inside = List.copyOf(inside);
  }

  public RegistrySettings(Map<String, Host> hosts) {
    this(hosts, Proxies.NONE, Pace.DEFAULT, List.of());
  }

  public RegistrySettings(
      Map<String, Host> hosts, Proxies proxies, Pace pace, List<Network> inside) {
    this(hosts, proxies, pace, inside, CONFIGURE);
  }

  /// No registry configured: the public ones can be read.
  public static RegistrySettings none() {
    return new RegistrySettings(Map.of());
  }

  /// The same and one host more.
  public RegistrySettings with(String name, Host host) {
    Map<String, Host> more = new HashMap<>(hosts);
    more.put(name.toLowerCase(Locale.ROOT), host);
    return new RegistrySettings(more, proxies, pace, inside, remedy);
  }

  public RegistrySettings with(Proxies others) {
    return new RegistrySettings(hosts, others, pace, inside, remedy);
  }

  public RegistrySettings with(Pace other) {
    return new RegistrySettings(hosts, proxies, other, inside, remedy);
  }

  /// With further addresses at which only configured hosts are asked.
  public RegistrySettings with(List<Network> networks) {
    return new RegistrySettings(hosts, proxies, pace, networks, remedy);
  }

  /// The same, where people configure a host in this way.
  public RegistrySettings mendedBy(String way) {
    return new RegistrySettings(hosts, proxies, pace, inside, way);
  }

  /// What to do where a host is refused that is meant.
  String remedyFor(String authority) {
    return remedy.formatted(authority);
  }

  /// Who is asked for a registry's images before it is.
  List<Mirror> mirrorsOf(String registry) {
    Host host = hosts.get(registry);
    return host == null ? List.of() : host.mirrors;
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
    return configuredName(uri).map(hosts::get);
  }

  /// The name by which the host that a URL leads to is configured, if it is.
  Optional<String> configuredName(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    String name = host.equals("registry-1.docker.io") ? "docker.io" : host;
    String exact = name + ":" + portOf(uri);
    if (hosts.containsKey(exact)) {
      return Optional.of(exact);
    }
    return portOf(uri) == defaultPort(uri) && hosts.containsKey(name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /// Whose certificates a host may show.
  Trust trustOf(URI uri) {
    return host(uri).map(Host::trust).orElse(Trust.SYSTEM);
  }

  /// The proxy through which a URL is asked, if one is.
  Optional<InetSocketAddress> proxyFor(URI uri) {
    return host(uri).map(Host::proxies).orElse(proxies).proxyFor(uri);
  }

  static int portOf(URI uri) {
    return uri.getPort() < 0 ? defaultPort(uri) : uri.getPort();
  }

  private static int defaultPort(URI uri) {
    return "http".equals(uri.getScheme()) ? 80 : 443;
  }
}
