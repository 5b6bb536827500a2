package dev.plimsoll.e2e.dashboard;

import static dev.plimsoll.e2e.parts.Kubectl.expect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.FaultyRegistry;
import dev.plimsoll.e2e.parts.FaultyRegistry.Fault;
import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.PrometheusServer;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import dev.plimsoll.e2e.parts.process.SourceTree;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lets workloads come and go for some minutes and draws the dashboard as it looks then into the
/// file that is given.
public final class DashboardPicture {
  private static final Duration SHOWN = Duration.ofSeconds(150);
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final List<String> NAMESPACES = List.of("shop", "bank", "press");
  private static final List<String> IMAGES =
      List.of(
          "apps/002:corrected",
          "faults:root",
          "apps/000:before",
          "faults:compiler",
          "apps/003:before",
          "apps/001:before",
          "apps/000:corrected");

  private final Kubectl kubectl;
  private final String registry;
  private final String missing;

  private DashboardPicture(Kubectl kubectl, String registry, String missing) {
    this.kubectl = kubectl;
    this.registry = registry;
    this.missing = missing;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (ControlPlane cluster = ControlPlane.start(ControlPlaneSettings.defaults());
        RegistryServer registry =
            ImageCorpus.find(System.out::println)
                .serve(RegistrySettings.defaults(), System.out::println);
        FaultyRegistry faulty = FaultyRegistry.with(Fault.REFUSED);
        Installation installation =
            Installation.install(
                cluster,
                InstallationSettings.withInsecureRegistries(registry.host(), faulty.host()));
        PrometheusServer prometheus =
            PrometheusServer.start(
                "127.0.0.1:" + installation.operator().managementPort(),
                "/q/metrics",
                "groups: []")) {
      new DashboardPicture(cluster.kubectl(), registry.host(), faulty.host()).play();
      Files.writeString(Path.of(arguments[0]), picture(prometheus));
    }
  }

  /// Some deploy, some fix, a policy is made stricter, a registry is away.
  private void play() throws InterruptedException {
    for (String namespace : NAMESPACES) {
      expect(kubectl.run("create", "namespace", namespace));
    }
    policy("shop", "Audit");
    policy("bank", "Warn");
    long end = System.nanoTime() + SHOWN.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      String namespace = NAMESPACES.get(i % NAMESPACES.size());
      String image =
          i % 13 == 12
              ? missing + "/shop/web:" + i
              : registry + "/" + IMAGES.get((i * 5 + i / 7) % IMAGES.size());
      kubectl.deploy("app-" + i % 11, image, namespace);
      if (i == 60) {
        policy("press", "Enforce");
      }
      Thread.sleep(400);
    }
  }

  private void policy(String namespace, String enforcement) {
    expect(
        kubectl.apply(
            """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImagePolicy
            metadata: {name: load-line}
            spec: {profile: Baseline, alreadyRunning: Refuse, enforcement: %s, whenUndetermined: {unreachable: Warn}}
            """
                .formatted(enforcement),
            "--namespace=" + namespace));
  }

  private static String picture(PrometheusServer prometheus) throws IOException {
    List<Panel> panels =
        Panel.of(
            Serialization.unmarshal(
                Files.readString(SourceTree.root().resolve("config/grafana/plimsoll.json")),
                JsonNode.class));
    int lines = panels.stream().mapToInt(p -> p.place().y() + p.place().h()).max().orElseThrow();
    Drawing drawing = new Drawing(24, lines);
    for (Panel panel : panels) {
      List<Series> series = new ArrayList<>();
      for (Panel.Query query : panel.queries()) {
        String expression = query.expression().replace("$__rate_interval", "10s");
        series.addAll(Series.of(prometheus.range(expression, SHOWN, STEP), query.legend()));
      }
      series.sort(Comparator.comparingDouble(Series::last).reversed());
      drawing.draw(panel, series);
    }
    return drawing.text();
  }
}
