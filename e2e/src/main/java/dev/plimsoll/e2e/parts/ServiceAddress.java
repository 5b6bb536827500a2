package dev.plimsoll.e2e.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/// An address of this machine at which the endpoints of a Service may lie.
///
/// The API server calls a webhook at its Service's endpoints, and Kubernetes accepts no endpoint in
/// 127.0.0.0/8: so the loopback interface gets one address more. It is added where this runs as
/// root, and left there, since other runs may use it.
public final class ServiceAddress {
  public static final String ADDRESS = "10.77.0.1";

  private ServiceAddress() {}

  /// The address, or empty where it is not there and cannot be added: then say [#howToAdd].
  public static Optional<String> find() {
    if (!isThere()) {
      add();
    }
    return Optional.of(ADDRESS).filter(_ -> isThere());
  }

  /// What a person does to have the address, in one sentence.
  public static String howToAdd() {
    return """
    Webhooks of a Service need the address %1$s on this machine: as root, run \
    `ip address add %1$s/32 dev lo`; without it, register webhooks by URL."""
        .formatted(ADDRESS);
  }

  private static boolean isThere() {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(ADDRESS)) != null;
    } catch (IOException _) {
      return false;
    }
  }

  private static void add() {
    try {
      new ProcessBuilder("ip", "address", "add", ADDRESS + "/32", "dev", "lo")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException _) {
      // no `ip`, or not allowed: isThere() tells
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
