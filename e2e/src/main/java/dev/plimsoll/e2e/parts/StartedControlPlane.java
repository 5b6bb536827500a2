package dev.plimsoll.e2e.parts;

import dev.plimsoll.e2e.parts.node.ImagePulls;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A control plane of our own, whose programs end with it.
final class StartedControlPlane implements ControlPlane {
  static final int RETRIES = 2; // less than a second; fabric8's default is minutes

  /// A webhook alone may take as long as fabric8's default.
  static final int REQUEST_MILLIS = 60_000;

  private final ControlPlaneSettings settings;
  private final WorkDirectory directory;
  private final Binaries binaries;
  private final ApiServer apiServer;
  private final Path kubeconfig;
  private final KubernetesClient client;
  private final Controllers controllers;
  private @Nullable ImagePulls pulls;

  private StartedControlPlane(
      ControlPlaneSettings settings, Binaries binaries, WorkDirectory directory) {
    this.settings = settings;
    this.binaries = binaries;
    this.directory = directory;
    var identities = Identities.create(directory.path());
    this.apiServer = new ApiServer(binaries, identities, directory, settings);
    this.kubeconfig = directory.path().resolve("kubeconfig");
    var content = identities.kubeconfig(apiServer.port());
    CertificateAuthority.writePrivately(kubeconfig, content);
    var config = Config.fromKubeconfig(content);
    config.setRequestRetryBackoffLimit(RETRIES);
    config.setRequestTimeout(REQUEST_MILLIS);
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.controllers = new Controllers(binaries, identities, kubeconfig, directory.logs());
  }

  static StartedControlPlane start(ControlPlaneSettings settings) {
    return start(settings, Binaries.find(settings.progress()));
  }

  static StartedControlPlane start(ControlPlaneSettings settings, Binaries binaries) {
    long begin = System.nanoTime();
    var directory = WorkDirectory.at(settings.directory());
    var plane = new StartedControlPlane(settings, binaries, directory);
    try {
      plane.startAll();
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
    var took = Duration.ofNanos(System.nanoTime() - begin);
    settings
        .progress()
        .accept("the cluster is ready after %.1f s".formatted(took.toMillis() / 1000.0));
    return plane;
  }

  private void startAll() {
    settings.progress().accept("starting etcd and the API server");
    apiServer.start();
    settings.progress().accept("starting the controllers and the nodes");
    controllers.start(client, settings.nodes());
    pulls = new ImagePulls(client);
    limits().forEach(settings.progress());
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public Kubectl kubectl() {
    return new Kubectl(binaries.require("kubectl"), kubeconfig);
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public Optional<String> serviceAddress() {
    return ServiceAddress.find();
  }

  @Override
  public Optional<Path> logs() {
    return Optional.of(directory.logs());
  }

  @Override
  public List<String> limits() {
    return Controllers.limits(binaries);
  }

  @Override
  public void stopApiServer() {
    apiServer.stop();
  }

  @Override
  public void startApiServer() {
    apiServer.start();
  }

  @Override
  public void close() {
    if (pulls != null) {
      pulls.close();
    }
    client.close();
    controllers.close();
    apiServer.close();
    directory.close();
  }
}
