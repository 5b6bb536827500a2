package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.process.FreePorts;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Readiness;
import dev.plimsoll.e2e.parts.process.SupervisedProcess;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// etcd and the API server on top of it. What they store is gone when they are closed.
final class ApiServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Binaries binaries;
  private final Identities identities;
  private final WorkDirectory directory;
  private final List<String> extraFlags;
  private final HealthProbe probe;
  private final int port = FreePorts.next();
  private final int etcdPort = FreePorts.next();
  private @Nullable SupervisedProcess etcd;
  private @Nullable SupervisedProcess server;

  ApiServer(
      Binaries binaries,
      Identities identities,
      WorkDirectory directory,
      ControlPlaneSettings settings) {
    this.binaries = binaries;
    this.identities = identities;
    this.directory = directory;
    this.extraFlags = settings.apiServerFlags();
    this.probe = new HealthProbe(identities.authority());
  }

  int port() {
    return port;
  }

  /// Starts the API server and returns when it is ready.
  void start() {
    if (server != null && server.isRunning()) {
      throw new PartsException("The API server is running already.");
    }
    if (etcd == null) {
      etcd = run("etcd", etcdCommand());
    }
    var started = run("kube-apiserver", command());
    server = started;
    Readiness.await(started, LIMIT, () -> probe.isHealthy("https", port, "/readyz"));
  }

  void stop() {
    if (server != null) {
      server.stop(GRACE);
    }
  }

  @Override
  public void close() {
    stop();
    if (etcd != null) {
      etcd.kill(); // its data are not wanted any more
    }
  }

  private SupervisedProcess run(String name, List<String> command) {
    return SupervisedProcess.start(name, command, Map.of(), directory.logs());
  }

  private List<String> etcdCommand() {
    var client = "http://127.0.0.1:" + etcdPort;
    var peer = "http://127.0.0.1:" + FreePorts.next();
    return List.of(
        binaries.require("etcd").toString(),
        "--name=plimsoll",
        "--data-dir=" + directory.data(),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=plimsoll=" + peer,
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  private List<String> command() {
    var command =
        new ArrayList<>(
            List.of(
                binaries.require("kube-apiserver").toString(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--endpoint-reconciler-type=none", // Kubernetes refuses endpoints in 127.0.0.0/8
                "--enable-aggregator-routing=true", // webhooks at the endpoints of their Service
                "--service-cluster-ip-range=10.0.0.0/16",
                "--authorization-mode=RBAC",
                "--allow-privileged=true",
                "--profiling=false",
                "--client-ca-file=" + identities.authorityFile(),
                "--tls-cert-file=" + identities.server().certificate(),
                "--tls-private-key-file=" + identities.server().privateKey(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + identities.serviceAccounts().certificate(),
                "--service-account-signing-key-file=" + identities.serviceAccounts().privateKey()));
    if (binaries.optional("kube-controller-manager").isEmpty()) {
      command.add("--disable-admission-plugins=ServiceAccount"); // nobody would make the accounts
    }
    command.addAll(extraFlags);
    return command;
  }
}
