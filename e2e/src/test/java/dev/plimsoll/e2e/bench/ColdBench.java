package dev.plimsoll.e2e.bench;

import dev.plimsoll.e2e.images.ImageCorpus;
import dev.plimsoll.e2e.installation.Installation;
import dev.plimsoll.e2e.installation.InstallationSettings;
import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.RegistryServer;
import dev.plimsoll.e2e.parts.RegistrySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// `make bench-cold`: a hundred Deployments, each with an image that nobody has seen, on bases that
/// are known. How many are judged before the deadline, and how long a Pod that was refused takes
/// to be admitted. It prints its table; on another machine it is another one.
class ColdBench {
  private static final Consumer<String> PROGRESS = System.err::println;
  private static final String BASE = "base/python:3.11-slim";

  /// So many images of so many new compressed megabytes each.
  private record Series(int images, int megabytes) {}

  private static final List<Series> SERIES =
      List.of(new Series(100, 1), new Series(100, 10), new Series(20, 90));

  @Test
  void measures() {
    List<ColdResult> results = new ArrayList<>();
    try (RegistryServer corpus =
            ImageCorpus.find(PROGRESS).serve(RegistrySettings.defaults(), PROGRESS);
        RegistryServer registry = RegistryServer.start(RegistrySettings.defaults());
        ControlPlane cluster = ControlPlane.start(ControlPlaneSettings.defaults());
        Installation installation =
            Installation.install(
                cluster, InstallationSettings.withInsecureRegistries(registry.host()))) {
      ColdImages images = ColdImages.on(corpus, BASE, registry);
      ColdDeploys deploys = new ColdDeploys(cluster, installation, images);
      deploys.awaitBaseKnown();
      for (Series series : SERIES) {
        PROGRESS.accept(
            "%d Deployments of %d MB each".formatted(series.images(), series.megabytes()));
        results.add(deploys.measure(series.images(), series.megabytes()));
      }
    }
    System.out.println(ColdResult.table(results));
  }
}
