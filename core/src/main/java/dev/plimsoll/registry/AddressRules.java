package dev.plimsoll.registry;

import dev.plimsoll.image.SourceException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// The one place that decides where a request may go; asked before each request, redirects and
/// token services included.
///
/// An image reference is written by whoever may create a Pod, so it must not become a way to
/// reach inside: no plain http and no loopback, link-local, metadata, multicast or service
/// address, unless that host is configured. Names are looked up here first: the lookup is
/// bounded by the deadline, and the JVM keeps its outcome for the connection that follows.
final class AddressRules implements AutoCloseable {
  private static final int LOOKUPS = 16;
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

  /// Lookups are native calls that know no deadline and would pin a virtual thread.
  private final ExecutorService lookups =
      new ThreadPoolExecutor(
          0,
          LOOKUPS,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("plimsoll-dns-", 0).factory());

  AddressRules(RegistrySettings settings) {
    this.settings = settings;
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
    if (!configured && SERVICE.matcher(host).matches()) {
      throw SourceException.Unavailable.lasting(
          task.that(
              ("has the host name %s, a Service's in the cluster, which is asked only for"
                      + " configured registries; configure %s if it is meant")
                  .formatted(host, uri.getAuthority())));
    }
    boolean proxied = settings.proxyFor(uri).isPresent();
    for (InetAddress address : proxied ? lookUpBriefly(host, task) : lookUp(host, task)) {
      if (!configured && (isInside(address) || isOfService(address))) {
        throw SourceException.Unavailable.lasting(
            task.that(
                "is at "
                    + address.getHostAddress()
                    + ", an address inside, which is asked only for configured registries;"
                    + " configure "
                    + uri.getAuthority()
                    + " if it is meant"));
      }
    }
  }

  /// Behind a proxy it is the proxy that looks names up, and names outside are often unknown
  /// here; one that is known here, and leads inside, is refused all the same.
  private InetAddress[] lookUpBriefly(String host, Task task) throws SourceException {
    try {
      return lookUp(host, task.within(BEHIND_PROXY));
    } catch (SourceException.Unavailable e) {
      if (Thread.currentThread().isInterrupted() || task.deadline().hasPassed()) {
        throw e;
      }
      return new InetAddress[0];
    }
  }

  private InetAddress[] lookUp(String host, Task task) throws SourceException {
    try {
      Future<InetAddress[]> lookup = lookups.submit(() -> InetAddress.getAllByName(host));
      return lookup.get(task.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw new SourceException.Unavailable(
            task.that("has the host name " + host + ", which the DNS does not know; check it"), e);
      }
      throw new IllegalStateException("a lookup ends in addresses or an unknown host", e);
    } catch (TimeoutException | RejectedExecutionException e) {
      throw new SourceException.Unavailable(
          task.that("has the host name " + host + ", for which the DNS does not answer in time"),
          e);
    } catch (InterruptedException e) {
      throw task.interrupted(e);
    }
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
    lookups.shutdownNow();
  }
}
