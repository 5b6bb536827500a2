package dev.plimsoll.e2e.parts.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/// TCP ports on which nothing listens, and which no other process of ours is given.
///
/// They lie below the range from which the kernel takes the ports of outgoing connections, so
/// a port stays free between being chosen and being bound, and across the restart of a server.
/// Each is one byte of a file, locked until this process ends.
public final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 500;
  private static final FileChannel CLAIMS = claims();

  private FreePorts() {}

  public static synchronized int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      // Claimed first: looking whether a port is free takes it for a moment, in which another
      // process that has claimed it may be about to bind it.
      if (claim(port) && isFree(port)) {
        return port;
      }
    }
    throw new PartsException(
        "No free TCP port between %d and %d: end what listens there.".formatted(LOWEST, HIGHEST));
  }

  private static FileChannel claims() {
    Path file =
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("plimsoll-ports-" + System.getProperty("user.name"));
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new PartsException("Cannot write " + file + ", where ports are claimed: " + e, e);
    }
  }

  private static boolean claim(int port) {
    try {
      return CLAIMS.tryLock(port, 1, false) != null;
    } catch (OverlappingFileLockException _) {
      return false;
    } catch (IOException e) {
      throw new PartsException("Cannot claim port " + port + ": " + e, e);
    }
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
