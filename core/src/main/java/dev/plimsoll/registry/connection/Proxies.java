package dev.plimsoll.registry.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Through which proxy URLs are asked, and which hosts are asked directly all the same: what
/// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say, read as Go programs read them, so that one
/// setting serves the container runtime and us.
///
/// An exception is `*`, a host (which stands for those below it too), `.example.com` or
/// `*.example.com` (those below it alone), an address, a range of addresses (`10.0.0.0/8`), each
/// with a port where only that is meant. Loopback is always asked directly. Proxies are spoken
/// to over plain http (`CONNECT` for https) and without a login.
public record Proxies(@Nullable URI https, @Nullable URI http, List<String> except) {
  /// Everything is asked directly.
  public static final Proxies NONE = new Proxies(null, null, List.of());

  public Proxies {
    except = List.copyOf(except);
    requireProxy(https);
    requireProxy(http);
  }

  /// One proxy for everything.
  public static Proxies all(URI proxy) {
    return new Proxies(proxy, proxy, List.of());
  }

  /// What the environment says, in upper or lower case; throws an `IllegalArgumentException`
  /// that names the variable which cannot be read.
  public static Proxies of(Map<String, String> environment) {
    List<String> except = new ArrayList<>();
    for (String each : value(environment, "NO_PROXY").split("[,\\s]+", -1)) {
      if (!each.isEmpty()) {
        except.add(each);
      }
    }
    return new Proxies(proxy(environment, "HTTPS_PROXY"), proxy(environment, "HTTP_PROXY"), except);
  }

  /// The proxy for a URL, unresolved; empty where its host is asked directly.
  public Optional<InetSocketAddress> proxyFor(URI uri) {
    URI proxy = "http".equals(uri.getScheme()) ? http : https;
    if (proxy == null || isDirect(bare(uri.getHost()), port(uri))) {
      return Optional.empty();
    }
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    return Optional.of(InetSocketAddress.createUnresolved(proxy.getHost(), port));
  }

  private boolean isDirect(String host, int port) {
    InetAddress address = literal(host);
    if (host.equals("localhost") || (address != null && address.isLoopbackAddress())) {
      return true;
    }
    return except.stream().anyMatch(pattern -> matches(bare(pattern), host, address, port));
  }

  private static boolean matches(
      String pattern, String host, @Nullable InetAddress address, int port) {
    if (pattern.equals("*")) {
      return true;
    }
    int slash = pattern.indexOf('/');
    if (slash > 0) {
      return address != null && isWithin(address, pattern.substring(0, slash), pattern);
    }
    int colon = pattern.lastIndexOf(':');
    if (colon > 0 && pattern.indexOf(':') == colon) {
      return pattern.substring(colon + 1).equals(Integer.toString(port))
          && matches(pattern.substring(0, colon), host, address, port);
    }
    if (address != null) {
      return address.equals(literal(pattern));
    }
    String below = pattern.startsWith("*.") ? pattern.substring(1) : pattern;
    return below.startsWith(".")
        ? host.endsWith(below)
        : host.equals(below) || host.endsWith("." + below);
  }

  private static boolean isWithin(InetAddress address, String network, String range) {
    InetAddress first = literal(network);
    String bits = range.substring(network.length() + 1);
    if (first == null || !bits.matches("\\d{1,3}")) {
      return false;
    }
    byte[] one = first.getAddress();
    byte[] other = address.getAddress();
    int left = Integer.parseInt(bits);
    boolean same = one.length == other.length && left <= one.length * 8;
    for (int i = 0; same && left > 0; i++, left -= 8) {
      int mask = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff;
      same = (one[i] & mask) == (other[i] & mask);
    }
    return same;
  }

  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String bare(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String inside = bracketed ? host.substring(1, host.length() - 1) : host;
    return inside.toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "http".equals(uri.getScheme()) ? 80 : 443;
  }

  private static @Nullable URI proxy(Map<String, String> environment, String name) {
    String value = value(environment, name);
    if (value.isEmpty()) {
      return null;
    }
    try {
      URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
      requireProxy(proxy);
      return proxy;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + " names no proxy that can be used; write http://host:port, without a login", e);
    }
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    return (lower.isBlank() ? environment.getOrDefault(name, "") : lower).strip();
  }

  /// The message quotes nothing: a proxy's URL may hold a password.
  private static void requireProxy(@Nullable URI proxy) {
    if (proxy != null
        && (!"http".equals(proxy.getScheme())
            || proxy.getHost() == null
            || proxy.getUserInfo() != null)) {
      throw new IllegalArgumentException(
          "a proxy is named http://host:port, without a login; proxies that are spoken to"
              + " otherwise are not supported");
    }
  }
}
