package dev.plimsoll.e2e.parts.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// TCP ports on which nothing listens.
///
/// They lie below the range from which the kernel takes the ports of outgoing connections, so a
/// port stays free between being chosen and being bound, and across the restart of a server.
public final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 500;

  private FreePorts() {}

  public static int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new PartsException(
        "No free TCP port between %d and %d: end what listens there.".formatted(LOWEST, HIGHEST));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
