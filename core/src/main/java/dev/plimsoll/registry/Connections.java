package dev.plimsoll.registry;

import dev.plimsoll.registry.connection.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// The pools of connections: one for each set of authorities that hosts are trusted by, made
/// when it is first needed.
///
/// HTTP/1.1 also over TLS: a connection that has gone dead ends with the one request that met
/// it, where HTTP/2 would keep every later request to that host waiting on it.
final class Connections implements AutoCloseable {
  private final RegistrySettings settings;
  private final Map<Trust, HttpClient> clients = new HashMap<>();
  private boolean closed;

  Connections(RegistrySettings settings) {
    this.settings = settings;
  }

  /// The pool for a URL's host.
  synchronized HttpClient to(URI uri) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    Trust trust = "http".equals(uri.getScheme()) ? Trust.SYSTEM : settings.trustOf(uri);
    return clients.computeIfAbsent(trust, this::client);
  }

  private HttpClient client(Trust trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(new Selector())
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    SSLContext context = trust.context();
    return context == null ? builder.build() : builder.sslContext(context).build();
  }

  @Override
  public synchronized void close() {
    closed = true;
    clients.values().forEach(HttpClient::shutdownNow);
  }

  private final class Selector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return settings
          .proxyFor(uri)
          .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
          .orElse(List.of(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // The request says it.
    }
  }

  /// Who is meant where a connection is refused: the proxy, where there is one.
  String addressOf(URI uri) {
    return settings
        .proxyFor(uri)
        .map(Connections::named)
        .orElseGet(() -> String.valueOf(uri.getAuthority()));
  }

  private static String named(InetSocketAddress proxy) {
    return "the proxy " + proxy.getHostString() + ":" + proxy.getPort();
  }
}
