package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.ClusterImagePolicySpec;
import dev.plimsoll.api.v1alpha1.PolicyCondition;
import dev.plimsoll.cli.Trial.Outcome;
import dev.plimsoll.cli.policy.PolicyFiles;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest extends ShopTrial {
  private static final String IN_A_POLICY =
      "apiVersion: plimsoll.dev/v1alpha1\nkind: ImagePolicy\nmetadata: {name: p}\n";

  @Test
  void explainsAnImageAndWhatIsKeptOfADigest() {
    Outcome image = run("explain", WEB);
    String digest = Shop.image("shop/web:1.4").digest().toString();
    Outcome kept = run("explain", digest);

    assertThat(image.exit()).isZero();
    assertThat(image.out()).contains("compiler (").contains("- gcc-12 10.0 MiB");
    assertThat(kept.exit()).isZero();
    assertThat(kept.out().lines().skip(1)).isEqualTo(image.out().lines().skip(1).toList());

    Outcome unknown = run("explain", "sha256:" + "0".repeat(64));
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.out()).contains("nothing is kept of sha256:0000");
  }

  @Test
  void showsEachRuleInAPolicyThatCanBeRead() throws Exception {
    for (Rule<?> rule : Catalogue.rules()) {
      String page = run("explain", rule.id()).out();
      String spec = specOf(page);

      assertThat(PolicyFiles.read("p.yaml", IN_A_POLICY + spec)).as(spec).hasSize(1);
    }
  }

  @Test
  void listsAndExplainsEveryRule() {
    String list = run("rules").out();
    for (Rule<?> rule : Catalogue.rules()) {
      Outcome page = run("explain", rule.id());

      assertThat(list).contains(rule.id());
      assertThat(page.exit()).isZero();
      assertThat(page.out())
          .startsWith(rule.id() + "\n")
          .contains(
              "%s: {%s: {"
                  .formatted(rule.description().family().field(), rule.description().field()));
      assertThat(run("explain", rule.description().field())).isEqualTo(page);
    }
    assertThat(run("explain", "pull-weight").err())
        .startsWith(
            "plimsoll: \"pull-weight\" is no rule, no word of policies and no image's full name;"
                + " rules are ");
  }

  @Test
  void explainsTheRuleThatAPolicyAsksForByAFieldOfItsOwn() throws Exception {
    String page = run("explain", "promoted-from").out();

    assertThat(page).startsWith("promoted-from\nAn image has not run where the policy wants");
    assertThat(PolicyFiles.read("p.yaml", IN_A_POLICY + specOf(page))).hasSize(1);
    assertThat(run("explain", "promotedFrom").out())
        .startsWith("promotedFrom\n\n  spec.promotedFrom of ImagePolicy and ClusterImagePolicy\n")
        .contains("by its digest");
  }

  @Test
  void explainsEveryFieldConditionAndCause() throws IllegalAccessException {
    List<String> words =
        Stream.concat(
                Stream.of(Cause.values()).map(Cause::field),
                Stream.of(ClusterImagePolicySpec.class.getRecordComponents())
                    .map(RecordComponent::getName))
            .toList();
    for (String word : words) {
      assertThat(run("explain", word).out()).as(word).startsWith(word + "\n\n  spec.");
    }
    for (Field field : PolicyCondition.class.getFields()) {
      String condition = (String) field.get(null);
      assertThat(run("explain", condition).out())
          .startsWith(condition + "\n\n  a condition of Image");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Enforce,a value of spec.enforcement of ImagePolicy and ClusterImagePolicy",
    "Deny,a value of spec.whenUndetermined.scanPending of",
    "upTo,spec.rules.upTo of ImageExemption",
    "CameInUnjudged,the reason of an Event",
    "custom/no-cron,spec.rules.custom of ImagePolicy"
  })
  void explainsWordsOfMessages(String word, String where) {
    Outcome outcome = run("explain", word);

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("\n  " + where);
    assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  private static String specOf(String page) {
    return page.substring(page.indexOf("  spec:\n")).replaceAll("(?m)^  ", "");
  }
}
