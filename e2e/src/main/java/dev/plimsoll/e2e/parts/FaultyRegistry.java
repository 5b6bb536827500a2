package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A registry's place on the network where something is wrong.
public final class FaultyRegistry implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /// What is wrong.
  public enum Fault {
    /// Nothing listens: each connection is refused at once. The port is bound, so nobody else can
    /// listen there meanwhile.
    REFUSED,
    /// Packets get no answer, as behind a firewall that drops them. It is a listening socket whose
    /// queue is full, to which Linux answers no further SYN.
    DROPPED,
    /// Connections are accepted, requests are read, and nothing is ever answered.
    HANGING
  }

  private final int port;
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private FaultyRegistry(int port) {
    this.port = port;
  }

  public static FaultyRegistry with(Fault fault) {
    var registry = new FaultyRegistry(FreePorts.next());
    try {
      switch (fault) {
        case REFUSED -> registry.refuse();
        case DROPPED -> registry.drop();
        case HANGING -> registry.hang();
      }
    } catch (IOException e) {
      registry.close();
      throw new PartsException("Cannot make a registry that is " + fault + ": " + e, e);
    }
    return registry;
  }

  /// `address:port`, as it stands before the first slash of a reference.
  public String host() {
    return "127.0.0.1:" + port;
  }

  /// How many connections a hanging registry has accepted so far.
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    for (var each : open) {
      try {
        each.close();
      } catch (Exception _) {
        // closed by the other side
      }
    }
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(LOOPBACK, port);
  }

  private void refuse() throws IOException {
    var bound = new Socket();
    open.add(bound);
    bound.bind(address());
  }

  private void drop() throws IOException {
    var listening = new ServerSocket();
    open.add(listening);
    listening.bind(address(), 1);
    for (int i = 0; i < 10; i++) {
      var filler = new Socket();
      open.add(filler);
      try {
        filler.connect(address(), 300);
      } catch (SocketTimeoutException _) {
        return; // the queue is full
      }
    }
    throw new IOException("this kernel answers though the queue of the socket is full");
  }

  private void hang() throws IOException {
    var listening = new ServerSocket();
    open.add(listening);
    listening.bind(address());
    Thread.ofVirtual().start(() -> accept(listening));
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        var socket = listening.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> swallow(socket));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void swallow(Socket socket) {
    try {
      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException _) {
      // closed
    }
  }
}
