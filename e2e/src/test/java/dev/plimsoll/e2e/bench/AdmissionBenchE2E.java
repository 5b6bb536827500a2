package dev.plimsoll.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.e2e.installation.InstallationExtension;
import dev.plimsoll.e2e.installation.InstallationExtension.Surroundings;
import dev.plimsoll.e2e.parts.process.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The benchmark measures the operator as it is installed. How fast that is, is for a quiet machine
/// to say and not for a test.
@ExtendWith(InstallationExtension.class)
class AdmissionBenchE2E {

  @Test
  void measuresTheOperatorBesideAllowAll(Surroundings surroundings, @TempDir Path directory)
      throws Exception {
    var file = directory.resolve("bench.json");
    var little =
        List.of("-rounds=1", "-count=40", "-warm-up=40", "-concurrency=1,8", "-json=" + file);

    AdmissionBench.measure(
        surroundings.cluster(), surroundings.registry(), surroundings.installation(), little);

    var report = new ObjectMapper().readTree(file.toFile());
    for (var path : List.of("api-server", "direct")) {
      for (var workload : List.of("pod", "denied-pod", "deployment")) {
        var row = row(report, path, workload);
        assertThat(row.path("p50Milliseconds").asDouble()).isPositive();
        assertThat(row.path("cpuMillisecondsPerRequest").asDouble()).isPositive();
        assertThat(row.path("p50ToAllowAll").path("median").asDouble()).isPositive();
      }
    }
    assertThat(report.path("bars")).hasSize(4);
  }

  @Test
  void readsNothingFromTheRegistryOnceTheImagesAreKnown(Surroundings surroundings) {
    var few = List.of("-rounds=1", "-count=40", "-warm-up=10", "-concurrency=8", "-workloads=pod");

    // Again where somebody asks: an audit of what other tests left behind comes to an end.
    Patience.await(
        Duration.ofMinutes(2),
        () -> {
          AdmissionBench.measure(
              surroundings.cluster(), surroundings.registry(), surroundings.installation(), few);
          return surroundings.registry().requests().isEmpty();
        },
        () -> "asked once more: " + surroundings.registry().requests());
  }

  private static JsonNode row(JsonNode report, String path, String workload) {
    for (var row : report.path("rows")) {
      if (row.path("path").asText().equals(path)
          && row.path("workload").asText().equals(workload)
          && row.path("scenario").asText().equals("plimsoll")) {
        return row;
      }
    }
    throw new AssertionError("no row for " + path + " " + workload + " in " + report.path("rows"));
  }
}
