package dev.plimsoll.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/// A port of loopback that drops connection attempts without a word, as a firewall does: its
/// queue of connections is full and nobody takes one out (Linux then ignores further SYNs).
public final class DroppingPort implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> queue = new ArrayList<>();

  private DroppingPort() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    while (connects()) {
      if (queue.size() > 100) {
        throw new IllegalStateException("this system does not drop connection attempts");
      }
    }
  }

  public static DroppingPort open() {
    try {
      return new DroppingPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean connects() throws IOException {
    Socket socket = new Socket();
    queue.add(socket);
    try {
      socket.connect(server.getLocalSocketAddress(), 200);
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  /// `127.0.0.1:port`, as references name it.
  public String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      for (Socket socket : queue) {
        socket.close();
      }
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
