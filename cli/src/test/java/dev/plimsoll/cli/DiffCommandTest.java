package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.registry.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffCommandTest extends ShopTrial {
  private static final String WORSE = "reg.dev.example/shop/web:1.6";
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: p}
      spec: {rules: {buildTools: {compiler: {}}, user: {rootUser: {}}, size: {pullSize: {max: 1Mi}}}}
      """;

  private Outcome diff(String... arguments) {
    List<String> line = new ArrayList<>(List.of("diff"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("-p", "p.yaml"));
    return trial().file("p.yaml", POLICY).run(line.toArray(String[]::new));
  }

  private void corrupt(String image) {
    String layer = Shop.image(image).layers().getFirst().toString();
    registry.on("GET", "/blobs/" + layer, Fault.otherBytes());
  }

  private static List<String> told(Outcome outcome, String word) {
    return outcome.out().lines().filter(line -> line.startsWith(word + ": ")).toList();
  }

  @Test
  void takesNoImageThatItCannotReadForACuredOne() throws Exception {
    corrupt("shop/web:1.5");

    Outcome outcome = diff(WEB, CORRECTED);

    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(told(outcome, "went")).hasSize(1).first().asString().contains("root-user");
    assertThat(outcome.out()).contains("Not judged\n  " + CORRECTED + ": compiler");

    JsonNode json = new JsonMapper().readTree(diff(WEB, CORRECTED, "-o", "json").out());
    assertThat(json.at("/undecided/0/image").asText()).endsWith("shop/web:1.5");
    assertThat(json.at("/undecided/0/rules").toString()).contains("compiler");
    assertThat(json.at("/undecided/0/why/detail").asText()).isNotEmpty();
    assertThat(diff(WEB, CORRECTED, "-o", "markdown").out()).contains("- **not judged**: ");
  }

  @Test
  void takesNothingForNewWhereTheImageBeforeCannotBeRead() {
    corrupt("shop/web:1.5");

    Outcome outcome = diff(CORRECTED, WEB);

    assertThat(told(outcome, "came")).hasSize(1).first().asString().contains("root-user");
    assertThat(outcome.exit()).isEqualTo(1);
  }

  @Test
  void saysNothingOfFilesThatWereLeftOutOnRequest() {
    Outcome outcome = diff(WEB, CORRECTED, "--depth", "config");

    assertThat(outcome.exit()).isZero();
    assertThat(told(outcome, "went")).hasSize(1).first().asString().contains("root-user");
    assertThat(outcome.out()).contains("Not judged").contains("ask for them with --depth files");
  }

  @Test
  void tellsOfWhatIsNewUnderARuleThatWasBrokenBefore() {
    Outcome worse = diff(WEB, WORSE);
    Outcome better = diff(WORSE, WEB);

    assertThat(worse.exit()).isEqualTo(1);
    assertThat(told(worse, "came")).hasSize(1).first().asString().contains("/usr/bin/tcc");
    assertThat(told(worse, "went")).isEmpty();
    assertThat(better.exit()).isZero();
    assertThat(told(better, "went")).hasSize(1).first().asString().contains("/usr/bin/tcc");
    assertThat(told(better, "came")).isEmpty();
  }

  @Test
  void takesAnotherSizeForTheSameViolation() {
    assertThat(diff(WEB, WORSE).out()).doesNotContain("pull-size");
  }
}
