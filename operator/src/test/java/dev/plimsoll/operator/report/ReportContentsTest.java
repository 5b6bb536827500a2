package dev.plimsoll.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ImageReportSpec;
import dev.plimsoll.api.v1alpha1.ReportedFinding;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.secret.SecretKind;
import dev.plimsoll.operator.bytes.StoredBytes;
import dev.plimsoll.reference.Reference;
import org.junit.jupiter.api.Test;

class ReportContentsTest {
  private static final Reference NAMED = Reference.parse("registry.example.com/shop/web:1");
  private static final int LIMIT = 64 * 1024;

  private final ReportContents contents =
      new ReportContents(new Evaluator(Measurements.ON_THE_SPOT));

  @Test
  void hasRoomForFactsAndTheWorstFindings() {
    ImageReportSpec report = contents.of(facts(100, "/app/key"), NAMED, new byte[12_000]);

    assertThat(report.truncated()).isNull();
    assertThat(report.facts()).hasSize(16_000);
    assertThat(report.found().findings()).isGreaterThanOrEqualTo(100);
    assertThat(report.found().worst()).hasSize(ReportedFinding.MOST);
    assertThat(StoredBytes.of(report)).isLessThan(LIMIT);
  }

  @Test
  void listsFewerFindingsBeforeItLeavesOutFactsAndSaysSo() {
    ImageReportSpec report =
        contents.of(facts(100, "/app/" + "語".repeat(300)), NAMED, new byte[24_000]);

    assertThat(report.truncated()).isEqualTo("findings: the 10 worst alone");
    assertThat(report.facts()).hasSize(32_000);
    assertThat(report.found().findings()).isGreaterThanOrEqualTo(100);
    assertThat(report.found().worst()).hasSize(10);
    assertThat(StoredBytes.of(report)).isLessThan(LIMIT);
  }

  @Test
  void leavesOutFactsThatAreTooManyAndSaysSo() {
    ImageReportSpec report = contents.of(facts(100, "/app/key"), NAMED, new byte[60_000]);

    assertThat(report.truncated()).startsWith("facts: they take more than the ");
    assertThat(report.facts()).isNull();
    assertThat(report.found().worst()).hasSize(10);
    assertThat(StoredBytes.of(report)).isLessThan(LIMIT);
  }

  @Test
  void saysWhereFactsWereGoneFromMemory() {
    assertThat(contents.of(facts(1, "/app/key"), NAMED, null).truncated())
        .contains("plimsoll.scan.facts-cache");
  }

  /// An image of as many layers as a report lists, with so many secrets in them.
  private static Facts facts(int secrets, String path) {
    FactsBuilder image = FactsBuilder.image();
    for (int i = 0; i < ImageReportSpec.MOST_LAYERS; i++) {
      image.layer(1, "COPY " + i);
      if (i < secrets) {
        image.secret(SecretKind.PRIVATE_KEY, path + i, 0);
      }
    }
    return image.facts();
  }
}
