package dev.plimsoll.e2e.demo;

import dev.plimsoll.e2e.installation.FirstLook;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.Metrics;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Patience;
import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// What is played once the parts stand: an old workload runs, a policy comes, bad images are
/// refused, good ones admitted, and status and metrics say so.
final class Play {
  private static final String NAMESPACE = "shop";
  private static final String POLICY = "load-line";
  private static final String SAMPLE = "config/samples/load-line.yaml";

  /// How long a figure may take to be right, in seconds.
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.parseInt(System.getenv().getOrDefault("DEMO_PATIENCE", "40")));

  private final Stage stage;
  private final Kubectl kubectl;
  private final ControlPlane cluster;
  private final RegistryServer registry;
  private final Installation installation;
  private final Break broken;
  private int refused;
  private int admitted;

  Play(
      Stage stage,
      ControlPlane cluster,
      RegistryServer registry,
      Installation installation,
      Break broken) {
    this.stage = stage;
    this.cluster = cluster;
    this.kubectl = cluster.kubectl();
    this.registry = registry;
    this.installation = installation;
    this.broken = broken;
  }

  void play() {
    stage.step("A workload that runs already, then a policy");
    command("create", "namespace", NAMESPACE);
    deployBeforeThePolicy(new Workload("legacy", registry.host() + "/apps/001:before"));
    applyPolicy();
    breakSomething();
    stage.step("What the load line refuses");
    Scene.REFUSED.forEach(this::deploy);
    stage.step("What it admits");
    Scene.ADMITTED.forEach(this::deploy);
    stage.step("What the policy's status and the metrics say");
    showStatus();
    showMetrics();
    stage.blank();
    stage.say(
        "Done: %d refused, %d admitted, and the operator counted the same."
            .formatted(refused, admitted));
  }

  private void deployBeforeThePolicy(Workload legacy) {
    Outcome outcome = apply(legacy.name() + ".yaml", legacy.manifest());
    stage.require(
        outcome.succeeded(),
        "a Deployment was refused though there is no policy: " + outcome.err());
    awaitRollout(legacy.name());
  }

  private void applyPolicy() {
    String sample = sample();
    stage.say(SAMPLE + ", with this registry's address in place of registry.example.com:");
    sample.lines().filter(line -> !line.startsWith("#")).forEach(line -> stage.say("  " + line));
    Outcome outcome = apply(SAMPLE, sample);
    stage.require(outcome.succeeded(), "the policy was not accepted: " + outcome.err());
    Outcome accepted =
        command(
            "wait",
            "--namespace=" + NAMESPACE,
            "--for=condition=BaselineTaken",
            "--timeout=90s",
            "imagepolicies.plimsoll.dev/" + POLICY);
    stage.require(
        accepted.succeeded(), "what runs was not recorded for the policy: " + accepted.err());
  }

  private String sample() {
    try {
      String text = Files.readString(SourceTree.root().resolve(SAMPLE));
      String here = text.replace("registry.example.com", registry.host());
      return broken == Break.RULE
          ? here.lines()
              .filter(line -> !line.contains("compiler:"))
              .filter(line -> !line.contains("buildTools:"))
              .reduce("", (a, b) -> a + b + "\n")
          : here;
    } catch (IOException e) {
      throw new PartsException("Cannot read " + SAMPLE + ": " + e.getMessage(), e);
    }
  }

  private void breakSomething() {
    switch (broken) {
      case NOTHING, RULE -> {}
      case WEBHOOK -> installation.removeWebhook();
      case REGISTRY -> registry.stop();
      case STATUS -> installation.forbidStatus();
    }
    if (broken != Break.NOTHING) {
      stage.say("DEMO_BREAK: " + broken + " is broken from here on.");
    }
  }

  private void deploy(Scene scene) {
    stage.blank();
    String image = registry.host() + "/" + scene.image();
    stage.say("%s: %s".formatted(scene.image(), scene.about()));
    // A Deployment that comes before its image is read is let in, as its Pods are judged again:
    // right, and not what is to be shown here.
    FirstLook.ends(kubectl, NAMESPACE, image, PATIENCE);
    Outcome outcome = apply(scene.name() + ".yaml", new Workload(scene.name(), image).manifest());
    if (!scene.isRefused()) {
      stage.require(outcome.succeeded(), image + " was refused: " + outcome.err());
      admitted++;
      awaitRollout(scene.name());
      return;
    }
    stage.require(!outcome.succeeded(), image + " was admitted; it should have been refused");
    String answer = outcome.err();
    stage.require(
        answer.contains("denied the request"), "the API server failed otherwise: " + answer);
    stage.require(answer.contains(image), "the refusal does not name " + image);
    for (String rule : scene.refusedFor()) {
      stage.require(
          answer.lines().anyMatch(line -> line.startsWith("- " + rule + ": ")),
          "the refusal of " + image + " does not name the rule " + rule);
    }
    for (String text : scene.said()) {
      stage.require(
          answer.contains(text), "the refusal of " + image + " does not say \"" + text + "\"");
    }
    long named =
        answer
            .lines()
            .filter(line -> line.matches("- [a-z-]+: .*"))
            .map(Play::rule)
            .distinct()
            .count();
    stage.require(
        named == scene.refusedFor().size(),
        "the refusal of %s names %d rules, not %d"
            .formatted(image, named, scene.refusedFor().size()));
    refused++;
  }

  private static String rule(String line) {
    return line.substring(2, line.indexOf(':'));
  }

  private void awaitRollout(String deployment) {
    if (!cluster.limits().isEmpty()) {
      stage.say("Pods are not waited for: " + cluster.limits().getFirst());
      return;
    }
    Outcome outcome =
        command(
            "rollout",
            "status",
            "deployment/" + deployment,
            "--namespace=" + NAMESPACE,
            "--timeout=60s");
    stage.require(outcome.succeeded(), deployment + " does not run: " + outcome.err());
  }

  private void showStatus() {
    BooleanSupplier counted =
        () -> status("{.status.counts.images} {.status.counts.tolerated}").equals("3 1");
    if (cluster.limits().isEmpty()) {
      Patience.comes(PATIENCE, counted); // what is wrong is told below
    }
    command("get", "imagepolicies.plimsoll.dev", "--namespace=" + NAMESPACE);
    stage.blank();
    stage.say("What ran before the policy is tolerated as long as it is no worse:");
    command(
        "get",
        "baselines.plimsoll.dev",
        "--namespace=" + NAMESPACE,
        "-o=jsonpath={range .items[*].spec.images[*]}{.image}{range .tolerated[*]}{\"\\n  \"}{.rule}: {.actual}{end}{\"\\n\"}{end}");
    stage.require(
        !cluster.limits().isEmpty() || counted.getAsBoolean(),
        "the status says \"%s\" images and tolerated where 3 run and 1 ran before the policy"
            .formatted(status("{.status.counts.images} {.status.counts.tolerated}")));
  }

  private String status(String path) {
    return kubectl
        .run(
            "get",
            "imagepolicies.plimsoll.dev",
            POLICY,
            "--namespace=" + NAMESPACE,
            "-o=jsonpath=" + path)
        .out();
  }

  private void showMetrics() {
    stage.blank();
    stage.say("$ curl -s http://127.0.0.1:9000/q/metrics | grep plimsoll_");
    Metrics metrics = installation.operator().metrics();
    metrics
        .matching("plimsoll_admission_verdicts_total", Map.of("kind", "Deployment"))
        .forEach(s -> stage.say(s.line()));
    metrics.matching("plimsoll_policy_violations", Map.of()).forEach(s -> stage.say(s.line()));
    expectCount(metrics, "denied", refused);
    expectCount(metrics, "admitted", admitted);
  }

  private void expectCount(Metrics metrics, String verdict, int own) {
    double counted =
        metrics.sum(
            "plimsoll_admission_verdicts_total", Map.of("kind", "Deployment", "verdict", verdict));
    stage.require(
        counted == own,
        "the metrics count %.0f Deployments %s, the demo %d".formatted(counted, verdict, own));
  }

  private Outcome apply(String file, String manifest) {
    return stage.run(
        kubectl,
        "kubectl --namespace " + NAMESPACE + " apply -f " + file,
        manifest,
        List.of("--namespace=" + NAMESPACE, "apply", "-f", "-"));
  }

  private Outcome command(String... arguments) {
    return stage.run(kubectl, "kubectl " + String.join(" ", arguments), "", List.of(arguments));
  }
}
