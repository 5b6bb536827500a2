package dev.plimsoll.rule.size;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerContentsMismatchTest {
  private final LayerContentsMismatch rule = new LayerContentsMismatch();

  @Test
  void findsALayerThatIsNotWhatItsTableSays() {
    FactsBuilder lying =
        image()
            .layer(1, "ADD")
            .layer(1, "COPY . .")
            .mismatch(3, "/app/server")
            .layer(1, "RUN make")
            .mismatch(1, "/app/client");

    List<Finding> findings = rule.measure(lying.facts());

    assertThat(findings).extracting(f -> f.blame().layer().number()).containsExactly(2, 3);
    Finding finding = findings.getFirst();
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.evidence()).containsExactly(new Evidence("/app/server", Bytes.NONE));
    assertThat(finding.fix()).startsWith("build and push layer 2 anew");
    assertThat(rule.judge(finding, rule.defaults(), new ContainerContext("web", null)))
        .isEqualTo(
            new Beyond(
                "3 entries that the table of contents lists wrongly, /app/server among them",
                "none"));
  }

  @Test
  void findsNothingWhereTablesAreHonest() {
    assertThat(rule.measure(image().debian().layer(1, "ADD").facts())).isEmpty();
  }
}
