package dev.plimsoll.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.e2e.parts.process.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The demo as `make demo` runs it: it succeeds, it can fail, and it says at which step.
class DemoE2E {
  private record Outcome(int status, String text) {}

  @Test
  void showsRefusalsAdmissionsStatusAndMetrics() throws Exception {
    Outcome demo = demo("", "120");

    assertThat(demo.status()).as(demo.text()).isZero();
    assertThat(demo.text())
        .contains("6 refused, 2 admitted, and the operator counted the same")
        .contains("verdict=\"denied\"} 6.0")
        .contains("verdict=\"admitted\"} 2.0");
  }

  @ParameterizedTest
  @CsvSource({
    "webhook, step 4 of 6",
    "registry, step 4 of 6",
    "rule, step 4 of 6",
    "status, step 6 of 6",
    "nonsense, step 0 of 6",
  })
  void failsAtTheStepThatIsBroken(String broken, String place) throws Exception {
    Outcome demo = demo(broken, "10");

    assertThat(demo.status()).as(demo.text()).isEqualTo(1);
    assertThat(demo.text()).contains("Demo FAILED at " + place);
  }

  /// `patience` is for what does not come where it is broken: waiting longer shows nothing more.
  private static Outcome demo(String broken, String patience)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            SourceTree.root().resolve("e2e/run").toString(), "dev.plimsoll.e2e.demo.Demo");
    builder.environment().put("DEMO_BREAK", broken);
    builder.environment().put("DEMO_PATIENCE", patience);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("KUBECONFIG");
    builder.environment().remove("KEEP");
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), text);
  }
}
