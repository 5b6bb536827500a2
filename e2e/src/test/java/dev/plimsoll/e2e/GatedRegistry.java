package dev.plimsoll.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.e2e.parts.RegistryServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A registry's front that hands out the first half of a layer and keeps the rest until its gate
/// is opened; all else passes.
final class GatedRegistry implements AutoCloseable {
  private final RegistryServer registry;
  private final String gated;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<String> begun = new CopyOnWriteArrayList<>();

  /// `gated` is the digest of the layer.
  GatedRegistry(RegistryServer registry, String gated) throws IOException {
    this.registry = registry;
    this.gated = gated;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// How often the layer was asked for.
  int readings() {
    return begun.size();
  }

  void open() {
    gate.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> found =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(registry.uri() + exchange.getRequestURI().toString()))
                  .method(exchange.getRequestMethod(), BodyPublishers.noBody())
                  .header("Accept", accepted(exchange))
                  .build(),
              BodyHandlers.ofByteArray());
      for (String header : List.of("Content-Type", "Docker-Content-Digest")) {
        found
            .headers()
            .firstValue(header)
            .ifPresent(value -> exchange.getResponseHeaders().set(header, value));
      }
      send(exchange, found);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange exchange, HttpResponse<byte[]> found)
      throws IOException, InterruptedException {
    byte[] body = found.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      found
          .headers()
          .firstValue("Content-Length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      exchange.sendResponseHeaders(found.statusCode(), -1);
      return;
    }
    exchange.sendResponseHeaders(found.statusCode(), body.length == 0 ? -1 : body.length);
    OutputStream out = exchange.getResponseBody();
    int half = body.length / 2;
    out.write(body, 0, half);
    out.flush();
    if (exchange.getRequestURI().getPath().endsWith(gated)) {
      begun.add(exchange.getRequestURI().getPath());
      gate.await();
    }
    out.write(body, half, body.length - half);
  }

  private static String accepted(HttpExchange exchange) {
    List<String> accepted = exchange.getRequestHeaders().get("Accept");
    return accepted == null ? "*/*" : String.join(", ", accepted);
  }

  @Override
  public void close() {
    open();
    server.stop(0);
    http.close();
  }
}
