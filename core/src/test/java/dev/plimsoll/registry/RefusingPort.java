package dev.plimsoll.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A port of loopback that refuses connections, and goes on doing so: it is taken, so that no
/// other process is given it, and nobody listens on it.
public final class RefusingPort implements AutoCloseable {
  private final Socket taken = new Socket();

  private RefusingPort() throws IOException {
    taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  public static RefusingPort open() {
    try {
      return new RefusingPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `127.0.0.1:port`, as references name it.
  public String host() {
    return "127.0.0.1:" + taken.getLocalPort();
  }

  @Override
  public void close() {
    try {
      taken.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
