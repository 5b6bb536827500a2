package dev.plimsoll.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.parts.ControlPlane;
import dev.plimsoll.e2e.parts.ControlPlaneSettings;
import dev.plimsoll.e2e.parts.ServiceAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The benchmark's own tests, which are in Go: some of them measure a webhook that stands in for
/// the operator, in an API server that knows no operator.
class AdmissionBenchIT {

  @Test
  void passesItsOwnTestsOnARealApiServer() throws Exception {
    assertThat(ServiceAddress.find()).as(ServiceAddress.howToAdd()).isPresent();
    try (var cluster = ControlPlane.start(ControlPlaneSettings.defaults().withNodes())) {
      var go = List.of(go(), "test", "-count=1", "-v", "-tags=cluster", "./...");
      var builder = new ProcessBuilder(go).directory(LoadGenerator.sources().toFile());
      builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());

      var process = builder.redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes());

      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).contains("--- PASS: TestComparesAWebhookWithNoneAndWithAllowAll");
    }
  }

  private static String go() {
    var usual = Path.of("/usr/local/go/bin/go");
    return Files.isExecutable(usual) ? usual.toString() : "go";
  }
}
