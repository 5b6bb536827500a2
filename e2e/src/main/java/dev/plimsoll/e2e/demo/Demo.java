package dev.plimsoll.e2e.demo;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.PartsException;
import java.util.concurrent.CountDownLatch;

/// The demo's main class: sets up the parts, plays the scenes, takes everything down again.
///
/// `KEEP=1` leaves the parts up until the process is ended. `KUBECONFIG` names a cluster to use
/// instead of one of its own. `DEMO_BREAK` breaks something on purpose. Exit status 0 only if
/// every step gave what it should.
public final class Demo {
  private Demo() {}

  public static void main(String[] arguments) {
    Stage stage = new Stage(System.out);
    int status = 1;
    try {
      run(stage);
      status = 0;
    } catch (DemoFailure | PartsException e) {
      System.out.flush();
      System.err.printf("%nDemo FAILED at %s: %s%n", stage.place(), e.getMessage());
    } catch (InterruptedException _) {
      System.err.println("Demo interrupted.");
    }
    System.exit(status);
  }

  private static void run(Stage stage) throws InterruptedException {
    Break broken = Break.named(System.getenv("DEMO_BREAK"));
    stage.step("A Kubernetes API server, controllers, a fake node, and a registry with images");
    ControlPlaneSettings cluster =
        ControlPlaneSettings.defaults().withGivenCluster().withProgress(stage::progress);
    ImageCorpus corpus = ImageCorpus.find(stage::progress);
    try (RegistryServer registry =
            corpus.serve(
                RegistrySettings.defaults().withProgress(stage::progress), stage::progress);
        ControlPlane controlPlane = ControlPlane.start(cluster)) {
      controlPlane.limits().forEach(stage::say);
      stage.progress(
          "registry " + registry.host() + ", API server " + controlPlane.client().getMasterUrl());
      stage.step("Plimsoll: custom resource, permissions, webhook, operator");
      try (Installation installation =
          Installation.install(
              controlPlane, InstallationSettings.withInsecureRegistries(registry.host()))) {
        stage.progress(
            "operator ready after %d ms, asked by the API server"
                .formatted(installation.operator().timeToReady().toMillis()));
        play(new Play(stage, controlPlane, registry, installation, broken), stage, installation);
        keep(stage, controlPlane, registry);
      }
    }
  }

  private static void play(Play play, Stage stage, Installation installation) {
    try {
      play.play();
    } catch (DemoFailure e) {
      stage.blank();
      stage.say("The operator's log ends:");
      installation.operator().logTail().lines().forEach(stage::say);
      throw e;
    }
  }

  private static void keep(Stage stage, ControlPlane controlPlane, RegistryServer registry)
      throws InterruptedException {
    String keep = System.getenv("KEEP");
    if (keep == null || keep.isBlank() || keep.equals("0")) {
      return;
    }
    stage.blank();
    stage.say("Everything stays up. In another terminal:");
    stage.say("  export KUBECONFIG=" + controlPlane.kubeconfig());
    stage.say("  alias kubectl=" + controlPlane.kubectl().program());
    stage.say("  images: " + registry.host() + "/apps/000:before and others");
    stage.say("Stop it with Ctrl-C here, or: kill " + ProcessHandle.current().pid());
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopped.countDown();
                  awaitQuietly(ended);
                }));
    stopped.await();
    ended.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
