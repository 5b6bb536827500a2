package dev.plimsoll.e2e.bench;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import dev.plimsoll.e2e.bench.SoakTally.Expected;
import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.DeployedReplicas;
import dev.plimsoll.e2e.installation.DeployedReplicas.Replica;
import dev.plimsoll.e2e.installation.Helm;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.OperatorProgram;
import dev.plimsoll.e2e.packaging.BuiltImage;
import dev.plimsoll.e2e.packaging.OperatorImage;
import dev.plimsoll.e2e.packaging.UnpackedImage;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// `make soak`: admissions at a steady rate under `failurePolicy: Fail`, while replicas are ended,
/// killed and frozen in turn, the certificate changes and the chart is upgraded.
///
/// Arguments: `-seconds=N -rate=N -replicas=N -out=FILE`.
public final class SoakBench {
  private static final Consumer<String> PROGRESS = System.err::println;
  private static final String NAMESPACE = "soak";

  /// So many that each has a place for what it sends while nothing is answered.
  private static final int CLIENTS = 16;

  private static final Duration TIMEOUT = Duration.ofSeconds(5); // the chart's
  /// By then what was sent before is answered, and counts where it was sent.
  private static final Duration ANSWERED = Duration.ofSeconds(1);

  private static final Duration MIN_READY = Duration.ofSeconds(10); // the chart's
  /// What the API server and this client may add to the webhook's timeout.
  private static final Duration MARGIN = Duration.ofMillis(500);
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration READY = Duration.ofSeconds(180);
  private static final Duration LIVENESS = Duration.ofSeconds(25);
  private static final String POLICY =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: soak}
      ---
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: load-line, namespace: soak}
      spec: {alreadyRunning: Refuse, rules: {user: {rootUser: {}}}}
      """;

  private record Step(String name, Runnable act) {}

  private final ControlPlane cluster;
  private final RegistryServer registry;
  private final Helm helm;
  private final DeployedReplicas replicas;
  private volatile String phase = "all is well";
  private int turn;
  private int upgrades;

  private SoakBench(
      ControlPlane cluster, RegistryServer registry, Helm helm, DeployedReplicas replicas) {
    this.cluster = cluster;
    this.registry = registry;
    this.helm = helm;
    this.replicas = replicas;
  }

  public static void main(String[] arguments) {
    try {
      System.exit(run(List.of(arguments)) ? 0 : 1);
    } catch (PartsException | IOException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static boolean run(List<String> arguments) throws IOException {
    int seconds = number(arguments, "seconds", 600);
    int rate = number(arguments, "rate", 100);
    int count = number(arguments, "replicas", 2);
    ImageCorpus corpus = ImageCorpus.find(PROGRESS);
    try (RegistryServer registry = corpus.serve(RegistrySettings.defaults(), PROGRESS);
        ControlPlane cluster = ControlPlane.start(ControlPlaneSettings.defaults())) {
      Helm helm = Helm.in(cluster.kubeconfig(), PROGRESS);
      install(helm, registry, "install", "--create-namespace");
      PROGRESS.accept("starting " + count + " operators");
      try (WorkDirectory work = WorkDirectory.at(null);
          DeployedReplicas replicas =
              DeployedReplicas.start(
                  cluster,
                  count,
                  image(work.path()),
                  "plimsoll.certificate.check-period=5s",
                  "plimsoll.cache.directory=/tmp/cache")) {
        SoakTally tally = new SoakTally(TIMEOUT.plus(MARGIN));
        new SoakBench(cluster, registry, helm, replicas)
            .soak(Duration.ofSeconds(seconds), rate, tally);
        report(arguments, tally, seconds, rate, count);
        return tally.wrong() == 0 && tally.late() == 0;
      }
    }
  }

  /// The image that `make image` builds, with the memory that the chart gives its Java.
  private static OperatorProgram image(Path directory) {
    BuiltImage image = OperatorImage.here(PROGRESS).build(directory.resolve("layout"));
    return UnpackedImage.of(image.layout(), image.name(), directory.resolve("root"))
        .with("JAVA_TOOL_OPTIONS", "-Xmx192m");
  }

  private void soak(Duration time, int rate, SoakTally tally) {
    expect(cluster.kubectl().apply(POLICY));
    List<DryRuns> clients =
        Stream.generate(() -> new DryRuns(cluster.kubeconfig(), NAMESPACE)).limit(CLIENTS).toList();
    try (SoakLoad load = load(clients, tally)) {
      warmUp(clients, rate);
      Duration step = Duration.ofMillis(Math.clamp(time.toMillis() / 18, 10_000, 40_000));
      Thread disturber = Thread.ofPlatform().name("disturber").start(() -> disturb(time, step));
      load.send(time, rate, () -> phase);
      disturber.join();
      replicas.awaitAll(READY);
      await("judging again", () -> judges(load));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while soaking", e);
    } finally {
      clients.forEach(DryRuns::close);
    }
  }

  private SoakLoad load(List<DryRuns> clients, SoakTally tally) {
    return new SoakLoad(
        clients,
        List.of(registry.host() + "/apps/002:corrected"),
        List.of(registry.host() + "/faults:root"),
        tally);
  }

  /// What has only just started answers late; what is measured is what replicas do to each other.
  private void warmUp(List<DryRuns> clients, int rate) {
    try (SoakLoad load = load(clients, new SoakTally(TIMEOUT))) {
      await("judging", () -> judges(load));
      PROGRESS.accept("warming up");
      load.send(WARM_UP, Math.max(1, rate / 4), () -> "warming up");
    }
  }

  private boolean judges(SoakLoad load) {
    return load.isAnswered(Expected.DENIED, registry.host() + "/faults:root")
        && load.isAnswered(Expected.ADMITTED, registry.host() + "/apps/002:corrected");
  }

  /// One step after the other, each for its time at least, until the end.
  private void disturb(Duration time, Duration step) {
    List<Step> steps =
        List.of(
            new Step("all is well", () -> {}),
            new Step("a replica is restarted", () -> next().restart()),
            new Step("a replica is killed", () -> next().kill()),
            new Step("the certificate changes", this::rotate),
            new Step("a replica is frozen", this::freeze),
            new Step("the chart is upgraded", this::upgrade));
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; System.nanoTime() - end < 0; i++) {
      Step now = steps.get(i % steps.size());
      replicas.awaitAll(READY); // one disturbance at a time
      phase = now.name();
      PROGRESS.accept(LocalTime.now() + " " + phase);
      long until = Math.min(end, System.nanoTime() + step.toNanos());
      pause(ANSWERED);
      try {
        now.act().run();
      } catch (PartsException e) {
        PROGRESS.accept(e.getMessage());
      }
      pause(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }
  }

  private Replica next() {
    return replicas.all().get(turn++ % replicas.all().size());
  }

  private void rotate() {
    expect(
        cluster
            .kubectl()
            .run(
                "delete",
                "secret",
                "plimsoll-webhook-certificate",
                "--namespace=" + Installation.NAMESPACE));
  }

  /// A kubelet would end it after its liveness probe had failed for a while.
  private void freeze() {
    Replica replica = next();
    replica.freeze();
    pause(LIVENESS);
    replica.kill();
  }

  private void upgrade() {
    install(helm, registry, "upgrade", "--set=podAnnotations.soak=upgrade-" + ++upgrades);
    replicas.roll(READY, MIN_READY);
  }

  private static void install(Helm helm, RegistryServer registry, String command, String argument) {
    expect(
        helm.run(
            command,
            "plimsoll",
            Helm.CHART.toString(),
            "-n",
            Installation.NAMESPACE,
            "--set=image.repository=" + registry.host() + "/apps/002",
            "--set=image.tag=corrected",
            "--set=webhook.failurePolicy=Fail",
            "--set=registries.insecureHosts={" + registry.host() + "}",
            argument));
  }

  private static void report(
      List<String> arguments, SoakTally tally, int seconds, int rate, int count)
      throws IOException {
    String text =
        """
        # Soak: admissions while everything is disturbed

        `make soak SECONDS=%d RATE=%d`: %d dry runs of Pods a second for %d s, every other one to be denied, under `failurePolicy: Fail` with a timeout of
        5 s, at %d replicas of the image behind the Service of the chart, after 40 s at a quarter of the rate. One disturbance follows the other; a
        request counts where it was sent. *Late* is what took longer than 5.5 s in the client; *wrong* is a Pod admitted that is to be denied, or the reverse; *failed* is what Plimsoll did not answer, so that the
        API server refused it without a verdict.

        %s
        What fails is what was under way at a replica that was killed, or was sent to one that hangs, until its endpoint is taken away (three probes, 15 s)
        or the API server gives the connection up. Nothing on the operator's side can answer for a process that is gone; `failurePolicy` says what becomes
        of these requests, and controllers try again. Endpoints are moved here by the benchmark at the chart's pace, as no kubelet runs; all processes share
        one machine, each in a session of its own, among which Linux shares processors out first, as among containers.
        """
            .formatted(seconds, rate, rate, seconds, count, tally.table());
    System.out.println(text);
    tally.examples().forEach(System.err::println);
    for (String argument : arguments) {
      if (argument.startsWith("-out=")) {
        Files.writeString(Path.of(argument.substring("-out=".length())), text);
      }
    }
  }

  private static int number(List<String> arguments, String name, int otherwise) {
    String prefix = "-" + name + "=";
    return arguments.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> Integer.parseInt(argument.substring(prefix.length())))
        .findFirst()
        .orElse(otherwise);
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new PartsException("Waited 90 s for the operators to go on " + what + ".");
      }
      pause(Duration.ofMillis(500));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartsException("Interrupted while soaking", e);
    }
  }
}
