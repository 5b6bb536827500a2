package dev.plimsoll.e2e.bench;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.installation.OperatorProcess;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.FakeNodes;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.PartsException;
import dev.plimsoll.e2e.parts.process.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `make bench-fleet`: what auditing many Pods of many images costs, cold, after a restart and
/// after a policy changed, in a cluster started for it.
///
/// Arguments: `-pods=N -images=N -layers=N -out=FILE`.
public final class FleetBench {
  private static final Consumer<String> PROGRESS = System.err::println;
  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final int NAMESPACES = 20;
  private static final int PODS_OF_A_NODE = 100;
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final Pattern REQUESTS =
      Pattern.compile(
          "apiserver_request_total\\{[^}]*resource=\"imagereports\"[^}]*verb=\"(\\w+)\"[^}]*} (\\S+)");

  private final RegistryServer registry;
  private final ControlPlane cluster;
  private final int images;
  private final List<String> rows = new ArrayList<>();

  private FleetBench(RegistryServer registry, ControlPlane cluster, int images) {
    this.registry = registry;
    this.cluster = cluster;
    this.images = images;
  }

  public static void main(String[] arguments) {
    try {
      run(List.of(arguments));
    } catch (PartsException | IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(List<String> arguments) throws IOException {
    int pods = number(arguments, "pods", 5_000);
    int images = number(arguments, "images", 500);
    int layers = number(arguments, "layers", 3_000);
    FakeNodes nodes = new FakeNodes(Math.max(1, pods / PODS_OF_A_NODE + 1), "amd64");
    try (RegistryServer registry = RegistryServer.start(RegistrySettings.defaults());
        ControlPlane cluster =
            ControlPlane.start(ControlPlaneSettings.defaults().withNodes(nodes))) {
      FleetBench bench = new FleetBench(registry, cluster, images);
      bench.deploy(new FleetImages(registry).push(images, layers), pods);
      bench.measure();
      String table = bench.table(pods, layers);
      System.out.println(table);
      String out = text(arguments, "out");
      if (!out.isEmpty()) {
        Files.writeString(Path.of(out), table);
      }
    }
  }

  private void deploy(List<String> names, int pods) {
    PROGRESS.accept("creating " + pods + " Pods of " + names.size() + " images");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < NAMESPACES; i++) {
      all.append("apiVersion: v1\nkind: Namespace\nmetadata: {name: team-%d}\n---\n".formatted(i));
    }
    int replicas = Math.max(1, pods / names.size());
    for (int i = 0; i < names.size(); i++) {
      all.append(
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: app-%1$d, namespace: team-%2$d}
          spec:
            replicas: %3$d
            selector: {matchLabels: {app: app-%1$d}}
            template:
              metadata: {labels: {app: app-%1$d}}
              spec: {containers: [{name: app, image: '%4$s'}]}
          ---
          """
              .formatted(i, i % NAMESPACES, replicas, names.get(i)));
    }
    expect(cluster.kubectl().apply(all.toString()));
    await(
        "Pods to run",
        () ->
            count(
                    cluster
                        .kubectl()
                        .run(
                            "get",
                            "pods",
                            "-A",
                            "--field-selector=status.phase=Running",
                            "-o=name"))
                >= (long) replicas * names.size());
  }

  private void measure() {
    registry.forgetRequests();
    InstallationSettings settings = InstallationSettings.withInsecureRegistries(registry.host());
    try (Installation installation = Installation.install(cluster, settings)) {
      OperatorProcess operator = installation.operator();
      long start = System.nanoTime();
      policy("Baseline", "100Mi");
      awaitAudit(operator, 1);
      row("cold", start, operator);
      await("all reports", () -> complete() >= images);

      registry.forgetRequests();
      start = System.nanoTime();
      operator.restart();
      awaitAudit(operator, 1);
      row("after a restart", start, operator);

      registry.forgetRequests();
      start = System.nanoTime();
      policy("Strict", "50Mi");
      awaitAudit(operator, 2);
      row("after the policy changed", start, operator);
    }
  }

  private void policy(String profile, String max) {
    expect(
        cluster
            .kubectl()
            .apply(
                """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ClusterImagePolicy
                metadata: {name: fleet}
                spec: {enforcement: Audit, profile: %s, rules: {size: {pullSize: {max: %s}}}}
                """
                    .formatted(profile, max)));
  }

  /// Every image was judged, by the metrics of this process and in the policy's status.
  private void awaitAudit(OperatorProcess operator, int generation) {
    await(
        "a full audit",
        () -> {
          double judged =
              operator.metrics().sum("plimsoll_policy_images", Map.of("policy", "fleet"));
          double open =
              operator
                  .metrics()
                  .sum(
                      "plimsoll_policy_images",
                      Map.of("policy", "fleet", "outcome", "undetermined"));
          return judged == images && open == 0 && generation == observed();
        });
  }

  private int observed() {
    String seen = status("{.status.observedGeneration}");
    String counted = status("{.status.counts.images}");
    return seen.isEmpty() || !counted.equals(Integer.toString(images)) ? 0 : Integer.parseInt(seen);
  }

  private String status(String path) {
    return cluster
        .kubectl()
        .run("get", "clusterimagepolicies.plimsoll.dev", "fleet", "-o=jsonpath=" + path)
        .out()
        .strip();
  }

  private long complete() {
    return count(
        cluster
            .kubectl()
            .run(
                "get",
                "imagereports.plimsoll.dev",
                "-o=jsonpath={range .items[?(@.spec.facts)]}{.metadata.name}{\"\\n\"}{end}"));
  }

  private void row(String what, long start, OperatorProcess operator) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    double heap =
        operator.metrics().sum("jvm_memory_used_bytes", Map.of("area", "heap")) / (1 << 20);
    String memory = memory(operator.processId());
    rows.add(
        "| %s | %.1f s | %d | %s | %.0f MiB | %d MiB | %d MiB |"
            .formatted(
                what,
                took.toMillis() / 1000.0,
                registry.requests().size(),
                reportRequests(),
                heap,
                kibibytes(RSS, memory) / 1024,
                kibibytes(PEAK, memory) / 1024));
    PROGRESS.accept(rows.getLast());
  }

  /// Requests about reports since the API server started, by verb.
  private String reportRequests() {
    Map<String, Long> byVerb = new TreeMap<>();
    Matcher matcher = REQUESTS.matcher(cluster.kubectl().run("get", "--raw", "/metrics").out());
    while (matcher.find()) {
      byVerb.merge(matcher.group(1), (long) Double.parseDouble(matcher.group(2)), Long::sum);
    }
    return byVerb.toString().replaceAll("[{}]", "").replace("=", " ");
  }

  private String table(int pods, int layers) {
    String[] sizes =
        cluster
            .kubectl()
            .run(
                "get",
                "imagereports.plimsoll.dev",
                "-o=go-template={{range .items}}{{len (printf \"%s\" .)}} {{end}}")
            .out()
            .strip()
            .split(" ");
    long[] bytes = Arrays.stream(sizes).mapToLong(Long::parseLong).sorted().toArray();
    return """
        # Benchmark: a fleet

        Written by `make bench-fleet`: %d Pods of %d images over %d small layers, played by kwok, one replica with a heap of 192 MiB at most.
        Requests about reports are the API server's own count since it started, all clients together.

        | | full audit | registry requests | requests about reports | heap used | RSS | RSS at most |
        | --- | --- | --- | --- | --- | --- | --- |
        %s

        A report takes %d bytes (median), %d (largest), of %d.
        """
        .formatted(
            pods,
            images,
            layers,
            String.join("\n", rows),
            bytes[bytes.length / 2],
            bytes[bytes.length - 1],
            bytes.length);
  }

  private static String memory(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/status"));
    } catch (IOException e) {
      throw new PartsException("The operator's memory cannot be read: " + e.getMessage(), e);
    }
  }

  private static long kibibytes(Pattern what, String memory) {
    Matcher matcher = what.matcher(memory);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static long count(Outcome lines) {
    return lines.out().lines().filter(line -> !line.isBlank()).count();
  }

  private static void await(String what, BooleanSupplier condition) {
    Patience.await(
        LONGEST,
        condition,
        () -> "waited %d min in vain for %s".formatted(LONGEST.toMinutes(), what));
  }

  private static int number(List<String> arguments, String name, int otherwise) {
    String text = text(arguments, name);
    try {
      return text.isEmpty() ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new PartsException(
          String.format(
              Locale.ROOT, "-%s=%s is no number; write -%s=%d", name, text, name, otherwise));
    }
  }

  private static String text(List<String> arguments, String name) {
    return arguments.stream()
        .filter(argument -> argument.startsWith("-" + name + "="))
        .map(argument -> argument.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }
}
