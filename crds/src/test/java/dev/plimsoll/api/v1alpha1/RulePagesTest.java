package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.api.v1alpha1.Practices.Practice;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What docs/rules says is what the catalogue says, and no practice of the articles is dropped.
class RulePagesTest {
  private static final Set<String> BY_HAND = Set.of("comparison.md");

  @Test
  void pagesAreTheGeneratedOnes() throws IOException {
    Map<String, String> generated = RulePages.generated(RulePages.DIRECTORY);
    for (Map.Entry<String, String> page : generated.entrySet()) {
      Path file = RulePages.DIRECTORY.resolve(page.getKey());
      assertThat(file).as("run `make generate`").exists();
      assertThat(Files.readString(file)).as("run `make generate`").isEqualTo(page.getValue());
    }
    try (Stream<Path> files = Files.list(RulePages.DIRECTORY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".md") && !BY_HAND.contains(name))
          .containsExactlyInAnyOrderElementsOf(generated.keySet());
    }
  }

  static Stream<Rule<?>> rules() {
    return Catalogue.rules().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void exampleOfAPageIsAPolicy(Rule<?> rule) {
    assertThat(PolicyReader.read(Corpus.policyWith(RulePages.example(rule).stripIndent())))
        .isInstanceOfSatisfying(
            Acceptance.Accepted.class,
            accepted ->
                assertThat((Object) accepted.policy().rules().getFirst().parameters())
                    .isEqualTo(rule.defaults()));
  }

  @Test
  void everyPracticeIsAnsweredByRulesThatExistOrSaysWhyNot() {
    List<String> ids = Catalogue.rules().stream().map(Rule::id).toList();
    List<Practice> practices = Practices.in(RulePages.DIRECTORY).all();
    assertThat(practices).hasSizeGreaterThan(100);
    assertThat(practices).extracting(Practice::id).doesNotHaveDuplicates();
    assertThat(practices)
        .allSatisfy(
            practice -> {
              assertThat(practice.says()).isNotBlank();
              assertThat(practice.rules().isEmpty())
                  .as(practice.id())
                  .isNotEqualTo(practice.undecidable().isEmpty());
              assertThat(ids).as(practice.id()).containsAll(practice.rules());
            });
    assertThat(practices.stream().map(Practice::article).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("000", "001", "002", "003", "004");
  }

  /// A practice that an image shows names one that there is.
  @Test
  void everyImageThatShowsAPracticeExists() {
    Path images = Path.of("../e2e/images");
    assertThat(Practices.in(RulePages.DIRECTORY).all())
        .filteredOn(Practice::isShownByAnImage)
        .allSatisfy(
            practice ->
                assertThat(images.resolve(practice.image().replace(':', '/')))
                    .as(practice.id())
                    .isDirectory());
  }
}
