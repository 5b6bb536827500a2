package dev.plimsoll.registry;

import dev.plimsoll.image.SourceException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// The one place that decides where a request may go; asked before each request, redirects and
/// token services included.
///
/// An image reference is written by whoever may create a Pod, so it must not become a way to
/// reach inside: no plain http and no loopback, link-local, metadata, multicast or service
/// address, unless that host is configured. Names are looked up here first ([HostNames]): the
/// lookup is bounded by the deadline, and the JVM keeps its outcome for the connection that
/// follows. A name that a Pod's resolver would complete to a Service's is refused like one.
final class AddressRules implements AutoCloseable {
  private static final Duration BEHIND_PROXY = Duration.ofMillis(500);

  /// Cloud metadata services at addresses that are not link-local: AWS (IPv6), Alibaba, Azure,
  /// OCI.
  private static final Set<InetAddress> METADATA =
      Set.of(
          literal("fd00:ec2::254"),
          literal("100.100.100.200"),
          literal("168.63.129.16"),
          literal("192.0.0.192"));

  /// `name.namespace.svc`, with the cluster's domain or without.
  private static final Pattern SERVICE =
      Pattern.compile("[^.]+\\.[^.]+\\.svc(\\..*)?", Pattern.CASE_INSENSITIVE);

  private final RegistrySettings settings;
  private final HostNames names;
  private final SearchPath searchPath;

  AddressRules(RegistrySettings settings) {
    this(settings, new HostNames(), SearchPath.ofThisMachine());
  }

  AddressRules(RegistrySettings settings, HostNames names, SearchPath searchPath) {
    this.settings = settings;
    this.names = names;
    this.searchPath = searchPath;
  }

  /// Refuses a URL that must not be asked.
  void check(URI uri, Task task) throws SourceException {
    String host = uri.getHost();
    int port = RegistrySettings.portOf(uri);
    if (host == null || uri.getUserInfo() != null || port < 1 || port > 65_535) {
      throw new SourceException.Malformed(
          task.that("points to a URL that names no host and port alone"));
    }
    boolean https = "https".equals(uri.getScheme());
    boolean configured = settings.host(uri).isPresent();
    boolean plainHttp = settings.host(uri).map(RegistrySettings.Host::plainHttp).orElse(false);
    if (!https && !("http".equals(uri.getScheme()) && plainHttp)) {
      throw SourceException.Unavailable.lasting(
          task.that("points to " + host + " over plain http, which is not configured for it"));
    }
    boolean proxied = settings.proxyFor(uri).isPresent();
    if (configured) {
      addresses(begin(host, true, task), host, task, proxied);
    } else {
      refuseNameInside(uri, host, task);
      refuseAddressInside(uri, host, task, proxied);
    }
  }

  private void refuseNameInside(URI uri, String host, Task task) throws SourceException {
    if (SERVICE.matcher(host).matches()) {
      throw service(uri, host, task);
    }
    if (isSingleLabel(host)) {
      throw inside(uri, "has the host name " + host + ", which without a domain is one", task);
    }
  }

  private void refuseAddressInside(URI uri, String host, Task task, boolean proxied)
      throws SourceException {
    // Services are asked for in the cluster, which answers; no other name keeps them waiting.
    List<CompletableFuture<InetAddress[]>> services =
        servicesOf(host).stream().map(name -> begin(name, true, task)).toList();
    InetAddress[] addresses = addresses(begin(host, false, task), host, task, proxied);
    for (CompletableFuture<InetAddress[]> service : services) {
      if (await(service, host, task, proxied).isPresent()) {
        throw service(uri, host, task);
      }
    }
    for (InetAddress address : addresses) {
      if (isInside(address) || isOfService(address)) {
        throw inside(uri, "is at " + address.getHostAddress() + ", an address", task);
      }
    }
  }

  private SourceException service(URI uri, String host, Task task) {
    return inside(uri, "has the host name " + host + ", a Service's in the cluster,", task);
  }

  /// `what` is found inside.
  private SourceException inside(URI uri, String what, Task task) {
    return SourceException.Unavailable.lasting(
        task.that(
            "%s inside, which is asked only for configured registries; %s"
                .formatted(what, settings.remedyFor(uri.getAuthority()))));
  }

  /// Such a name means what the search path makes of it: a Service of the operator's own
  /// namespace, or a machine of its own network.
  private static boolean isSingleLabel(String host) {
    int dot = host.indexOf('.');
    return (dot < 0 || dot == host.length() - 1) && !HostNames.isAddress(host);
  }

  /// The Services that a short name may stand for: in a Pod, `web.shop` is one where the cluster's
  /// domain completes it.
  private List<String> servicesOf(String host) {
    return HostNames.isAddress(host) ? List.of() : searchPath.servicesOf(host);
  }

  private CompletableFuture<InetAddress[]> begin(String host, boolean trusted, Task task) {
    return names.begin(host, trusted, task.deadline());
  }

  private static InetAddress[] addresses(
      CompletableFuture<InetAddress[]> lookup, String host, Task task, boolean proxied)
      throws SourceException {
    Optional<InetAddress[]> found = await(lookup, host, task, proxied);
    if (found.isEmpty() && !proxied) {
      throw new SourceException.Unavailable(
          task.that("has the host name " + host + ", which the DNS does not know; check it"));
    }
    return found.orElse(new InetAddress[0]);
  }

  /// What a lookup for a host brought; empty where the DNS does not know the name.
  ///
  /// Behind a proxy it is the proxy that looks names up, and names outside are often unknown
  /// here, so one that is not known soon counts as unknown; one that is known here, and leads
  /// inside, is refused all the same.
  private static Optional<InetAddress[]> await(
      CompletableFuture<InetAddress[]> lookup, String host, Task task, boolean proxied)
      throws SourceException {
    Task time = proxied ? task.within(BEHIND_PROXY) : task;
    try {
      return Optional.of(lookup.get(time.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw task.interrupted(e);
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case UnknownHostException _ -> Optional.empty();
        case TimeoutException _, RejectedExecutionException _ -> late(host, task, proxied, e);
        case null, default ->
            throw new IllegalStateException("a lookup ends in addresses or an unknown host", e);
      };
    } catch (TimeoutException e) {
      return late(host, task, proxied, e);
    }
  }

  private static Optional<InetAddress[]> late(
      String host, Task task, boolean proxied, Exception cause) throws SourceException {
    if (proxied && !task.deadline().hasPassed()) {
      return Optional.empty();
    }
    throw new SourceException.Unavailable(
        task.that("has the host name " + host + ", for which the DNS does not answer in time"),
        cause);
  }

  private boolean isOfService(InetAddress address) {
    return settings.inside().stream().anyMatch(network -> network.contains(address));
  }

  static boolean isInside(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address);
  }

  private static InetAddress literal(String address) {
    return InetAddress.ofLiteral(address);
  }

  @Override
  public void close() {
    names.close();
  }
}
