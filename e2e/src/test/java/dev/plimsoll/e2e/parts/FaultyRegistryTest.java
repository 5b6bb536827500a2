package dev.plimsoll.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.e2e.parts.FaultyRegistry.Fault;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
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
      socket.connect(address(registry), 2000);
      socket.setSoTimeout(500);
      socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\n\r\n".getBytes());
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(registry.connections()).isEqualTo(1);
    }
  }

  @Test
  void connectionEndsWhenTheRegistryIsClosed() throws Exception {
    try (var socket = new Socket()) {
      try (var registry = FaultyRegistry.with(Fault.HANGING)) {
        socket.connect(address(registry), 2000);
        for (int i = 0; i < 100 && registry.connections() == 0; i++) {
          Thread.sleep(10);
        }
      }
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static InetSocketAddress address(FaultyRegistry registry) {
    var parts = registry.host().split(":");
    return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
  }
}
