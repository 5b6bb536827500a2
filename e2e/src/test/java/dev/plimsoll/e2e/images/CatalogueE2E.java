package dev.plimsoll.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FileGroup;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.profile.Profile;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.verdict.Verdict;
import dev.plimsoll.verdict.Violation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole catalogue over the real images: each rule refuses what the expectation written by
/// hand says, alone, in the layers it says, and nothing that it calls clean.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueE2E {
  private static final Evaluator EVALUATOR = new Evaluator(Measurements.ON_THE_SPOT);
  private static final String REPORT = "catalogue-corpus.md";

  private final List<String> table = new ArrayList<>();
  private CorpusReading corpus;
  private List<ExpectedFindings> expectations;

  @BeforeAll
  void readTheCorpus() throws IOException {
    corpus = new CorpusReading();
    expectations = Expectation.findings(corpus.images());
  }

  @AfterAll
  void close() {
    corpus.close();
    Reports.write(
        REPORT,
        """
        # The catalogue over the corpus

        | image | expected | found besides | missing | must not be |
        | --- | --- | --- | --- | --- |
        """
            + String.join("", table));
  }

  Stream<ExpectedFindings> expectations() {
    return expectations.stream();
  }

  @ParameterizedTest
  @MethodSource("expectations")
  void refusesForTheExpectedReasonsEachAlone(ExpectedFindings expected) {
    Map<String, List<Violation>> found = violationsOf(expected.image());
    Set<String> missing = new TreeSet<>(expected.fires());
    missing.removeAll(found.keySet());
    Set<String> forbidden = new TreeSet<>(expected.silent());
    forbidden.retainAll(firm(found));
    forbidden.addAll(strayFrom(expected, found));
    note(expected, found, missing, forbidden);

    assertThat(missing).as("expected and not found").isEmpty();
    assertThat(forbidden.stream().map(rule -> said(found, rule)))
        .as("found and not expected")
        .isEmpty();
    expected
        .where()
        .forEach(
            (rule, layers) ->
                assertThat(layersOf(found.get(rule))).as("layers of " + rule).isEqualTo(layers));
  }

  private static String said(Map<String, List<Violation>> found, String rule) {
    return rule + found.getOrDefault(rule, List.of()).stream().map(Violation::actual).toList();
  }

  /// What is neither expected nor excepted is as in the image that this one is like otherwise.
  private Set<String> strayFrom(ExpectedFindings expected, Map<String, List<Violation>> found) {
    if (expected.otherwise().isEmpty()) {
      return Set.of();
    }
    Set<String> here = firm(found);
    Set<String> there = firm(violationsOf(expected.otherwise()));
    Set<String> stray = new TreeSet<>(here);
    stray.removeAll(there);
    there.removeAll(here);
    stray.addAll(there);
    stray.removeAll(expected.fires());
    stray.removeAll(expected.silent());
    stray.removeAll(expected.may());
    return stray;
  }

  Stream<ExpectedFindings> variants() {
    return expectations.stream().filter(expected -> !expected.like().isEmpty());
  }

  /// Another history, another compression, another tag: the same found in the same layers.
  @ParameterizedTest
  @MethodSource("variants")
  void findsTheSameInAVariant(ExpectedFindings variant) {
    assertThat(essence(variant.image())).isEqualTo(essence(variant.like()));
  }

  Stream<String> corrected() {
    return corpus.images().stream().filter(image -> image.endsWith(":corrected"));
  }

  @ParameterizedTest
  @MethodSource("corrected")
  void admitsTheCorrectedAfterUnderBaseline(String image) {
    Verdict verdict = evaluate(image, profile(Profile.BASELINE));

    assertThat(verdict.violations())
        .filteredOn(v -> v.enforcement() == Enforcement.ENFORCE)
        .extracting(Violation::rule, Violation::actual)
        .isEmpty();
    assertThat(verdict.mayPass()).as(verdict.undecided().toString()).isTrue();
  }

  Stream<String> before() {
    return corpus.images().stream()
        .filter(image -> image.startsWith("apps/") && image.endsWith(":before"));
  }

  @ParameterizedTest
  @MethodSource("before")
  void refusesTheBeforeUnderBaseline(String image) {
    assertThat(evaluate(image, profile(Profile.BASELINE)).mayPass()).isFalse();
  }

  Stream<String> images() {
    return corpus.images().stream();
  }

  /// What can be saved is a union: it never exceeds the image, and leaving a rule out never
  /// raises it.
  @ParameterizedTest
  @MethodSource("images")
  void reclaimsNoMoreThanThereIs(String image) {
    Facts facts = corpus.facts(image);
    Set<FileGroup> all = new HashSet<>();
    Map<String, Set<FileGroup>> byRule = new TreeMap<>();
    for (Rule<?> rule : Catalogue.rules()) {
      for (Finding finding : rule.measure(facts)) {
        all.addAll(finding.reclaimable());
        byRule.computeIfAbsent(rule.id(), _ -> new HashSet<>()).addAll(finding.reclaimable());
      }
    }
    assertThat(Finding.diskSizeOf(all)).isLessThanOrEqualTo(facts.files().orElseThrow().diskSize());
    assertThat(Finding.pullSizeOf(all)).isLessThanOrEqualTo(facts.pullSize());
    for (String left : byRule.keySet()) {
      Set<FileGroup> others = new HashSet<>();
      byRule.forEach((rule, groups) -> others.addAll(rule.equals(left) ? Set.of() : groups));
      assertThat(Finding.pullSizeOf(others)).isLessThanOrEqualTo(Finding.pullSizeOf(all));
    }
  }

  private Map<String, List<Violation>> violationsOf(String image) {
    Map<String, List<Violation>> found = new TreeMap<>();
    for (Rule<?> rule : Catalogue.rules()) {
      Verdict verdict = evaluate(image, List.of(alone(rule)));
      if (!verdict.violations().isEmpty()) {
        assertThat(verdict).as(rule.id()).isInstanceOf(Verdict.Denied.class);
        found.put(rule.id(), verdict.violations());
      }
    }
    return found;
  }

  private Verdict evaluate(String image, List<RuleSetting<?>> rules) {
    ContainerContext container =
        new ContainerContext("app", null).of(CorpusReading.reference(image));
    Policy policy = new Policy("corpus", ImageMatch.EVERYTHING, rules, Map.of(), List.of());
    return EVALUATOR.evaluate(
        List.of(policy), List.of(new Inspected(corpus.facts(image))), container, Instant.now());
  }

  private static RuleSetting<?> alone(Rule<?> rule) {
    return rule instanceof PullSize size
        ? new RuleSetting<>(size, new PullSize.Parameters(Bytes.ofMebi(150)), Enforcement.ENFORCE)
        : withDefaults(rule);
  }

  private static <P extends Record> RuleSetting<P> withDefaults(Rule<P> rule) {
    return new RuleSetting<>(rule, rule.defaults(), Enforcement.ENFORCE);
  }

  private static List<RuleSetting<?>> profile(Profile profile) {
    List<RuleSetting<?>> settings = new ArrayList<>();
    Profiles.rulesOf(profile).forEach(asked -> settings.add(asked.setting(Enforcement.ENFORCE)));
    return settings;
  }

  /// The rules with a violation that is more than advice.
  private static Set<String> firm(Map<String, List<Violation>> found) {
    return found.entrySet().stream()
        .filter(e -> e.getValue().stream().anyMatch(v -> v.finding().severity() != Severity.ADVICE))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> layersOf(List<Violation> violations) {
    return violations.stream()
        .filter(v -> v.finding().blame().layer() != null)
        .map(v -> v.finding().blame().layer().number() - 1)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What is found of the files: the history only names instructions, and compression only
  /// changes what is pulled.
  private Set<String> essence(String image) {
    return violationsOf(image).values().stream()
        .flatMap(List::stream)
        .filter(v -> isOfFiles(v.rule()))
        .map(v -> v.rule() + " in " + layersOf(List.of(v)) + ": " + v.actual())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOfFiles(String rule) {
    Family family = Catalogue.rule(rule).orElseThrow().description().family();
    return family != Family.BUILD_PRACTICE
        && family != Family.REFERENCE
        && !Set.of("pull-size", "layer-size", "secret-history", "base-mutable-tag").contains(rule);
  }

  private void note(
      ExpectedFindings expected,
      Map<String, List<Violation>> found,
      Set<String> missing,
      Set<String> forbidden) {
    Set<String> besides = firm(found);
    besides.removeAll(expected.fires());
    table.add(
        "| %s | %s | %s | %s | %s |\n"
            .formatted(
                expected.image(),
                String.join(" ", expected.fires()),
                String.join(" ", besides),
                String.join(" ", missing),
                String.join(" ", forbidden)));
  }
}
