package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy of loopback that sends plain http requests, whatever their host, to one place.
final class ForwardingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final String target;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private ForwardingProxy(String target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  static ForwardingProxy start(String target) throws IOException {
    return new ForwardingProxy(target);
  }

  String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Method and URL of each request, as the proxy was given them.
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> forward(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void forward(Socket client) {
    String[] place = target.split(":", 2);
    try (client;
        Socket behind = new Socket(place[0], Integer.parseInt(place[1]))) {
      String head = head(client.getInputStream());
      String[] words = head.split(" ", 3);
      asked.add(words[0] + " " + words[1]);
      String path = URI.create(words[1]).getRawPath();
      OutputStream out = behind.getOutputStream();
      out.write((words[0] + " " + path + " " + words[2]).getBytes(ISO_8859_1));
      out.flush();
      behind.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException _) {
      // Either side has gone.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
