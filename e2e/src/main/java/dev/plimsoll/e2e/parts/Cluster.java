package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.PartsException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// `make cluster`: a cluster and a registry to play with, until they are stopped.
public final class Cluster {
  private static final String USAGE =
      "Usage: cluster [COUNT×ARCHITECTURE …], say `3xamd64 1xarm64`; without, one amd64 node.";

  private Cluster() {}

  public static void main(String[] arguments) throws InterruptedException {
    try {
      run(settings(List.of(arguments)), System.out);
    } catch (PartsException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(ControlPlaneSettings settings, PrintStream out)
      throws InterruptedException {
    var stop = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, ended)));
    try (var registry = RegistryServer.start(RegistrySettings.defaults());
        var controlPlane = ControlPlane.start(settings)) {
      out.println("export KUBECONFIG=" + controlPlane.kubeconfig());
      out.println("alias kubectl=" + controlPlane.kubectl().program());
      out.println("# registry (plain http): " + registry.host());
      controlPlane.logs().ifPresent(logs -> out.println("# logs: " + logs));
      out.println("# stop: Ctrl-C, or kill " + ProcessHandle.current().pid());
      if (controlPlane.serviceAddress().isEmpty()) {
        out.println("# " + ServiceAddress.howToAdd());
      }
      stop.await();
    } finally {
      ended.countDown();
    }
  }

  private static void stopAndWait(CountDownLatch stop, CountDownLatch ended) {
    stop.countDown();
    try {
      ended.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static ControlPlaneSettings settings(List<String> arguments) {
    var nodes = new ArrayList<FakeNodes>();
    for (var argument : arguments) {
      if (!argument.matches("[1-9][0-9]{0,3}[x×][a-z0-9]+")) {
        throw new PartsException("`%s` is not understood. %s".formatted(argument, USAGE));
      }
      var parts = argument.split("[x×]", 2);
      nodes.add(new FakeNodes(Integer.parseInt(parts[0]), parts[1]));
    }
    var defaults = ControlPlaneSettings.defaults();
    return nodes.isEmpty() ? defaults : defaults.withNodes(nodes.toArray(FakeNodes[]::new));
  }
}
