package dev.plimsoll.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.e2e.parts.FaultyRegistry.Fault;
import dev.plimsoll.e2e.parts.process.Patience;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultyRegistryTest {

  @Test
  void refusedConnectionFailsAtOnce() throws Exception {
    try (var registry = FaultyRegistry.with(Fault.REFUSED);
        var socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(address(registry), 2000))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("refused");
    }
  }

  @Test
  void droppedConnectionIsNeverMade() throws Exception {
    try (var registry = FaultyRegistry.with(Fault.DROPPED)) {
      for (int i = 0; i < 3; i++) {
        try (var socket = new Socket()) {
          assertThatThrownBy(() -> socket.connect(address(registry), 700))
              .isInstanceOf(SocketTimeoutException.class);
        }
      }
    }
  }

  @Test
  void hangingConnectionIsMadeAndNeverAnswered() throws Exception {
    try (var registry = FaultyRegistry.with(Fault.HANGING);
        var socket = new Socket()) {
      socket.connect(address(registry), 20_000);
      socket.setSoTimeout(500);
      socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\n\r\n".getBytes());
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      awaitConnection(registry);
      assertThat(registry.connections()).isEqualTo(1);
    }
  }

  @Test
  void connectionEndsWhenTheRegistryIsClosed() throws Exception {
    try (var socket = new Socket()) {
      try (var registry = FaultyRegistry.with(Fault.HANGING)) {
        socket.connect(address(registry), 20_000);
        awaitConnection(registry);
      }
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  /// The kernel makes a connection before anybody has accepted it.
  private static void awaitConnection(FaultyRegistry registry) {
    Patience.await(Duration.ofMinutes(1), () -> registry.connections() > 0, () -> "nobody accepts");
  }

  private static InetSocketAddress address(FaultyRegistry registry) {
    var parts = registry.host().split(":");
    return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
  }
}
