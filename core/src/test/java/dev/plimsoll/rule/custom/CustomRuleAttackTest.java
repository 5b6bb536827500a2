package dev.plimsoll.rule.custom;

import static dev.plimsoll.rule.custom.CustomRules.compile;
import static dev.plimsoll.rule.custom.CustomRules.input;
import static dev.plimsoll.rule.custom.CustomRules.packages;
import static dev.plimsoll.rule.custom.CustomRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.plimsoll.rule.custom.Compilation.Faults;
import dev.plimsoll.rule.custom.CustomOutcome.Undecided;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Expressions written to cost a lot, each of which ends in a sentence.
class CustomRuleAttackTest {
  /// Far above what any of these takes, since the machine may be busy; far below a hang.
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  static Stream<Arguments> tooMuchToCompile() {
    String packages = "image.packages.exists(p, ";
    return Stream.of(
        Arguments.of("long", "true" + " && true".repeat(600), "has 4804 characters, more than"),
        Arguments.of("huge", "x".repeat(10_000_000), "has 10000000 characters, more than 4096"),
        Arguments.of(
            "parentheses",
            "(".repeat(2000) + "true" + ")".repeat(2000),
            "deeper than 64; write it flatter"),
        Arguments.of(
            "lists",
            "[".repeat(2000) + "]".repeat(2000) + " == []",
            "deeper than 64; write it flatter"),
        Arguments.of("opened", "(".repeat(4000), "deeper than 64; write it flatter"),
        Arguments.of("sum", "1" + "+1".repeat(2000) + " == 1", "deeper than 64; write it flatter"),
        Arguments.of(
            "fields", "pod" + ".a".repeat(2000) + " == 1", "deeper than 64; write it flatter"),
        Arguments.of(
            "negations",
            "!(".repeat(1000) + "true" + ")".repeat(1000),
            "deeper than 64; write it flatter"),
        Arguments.of("ternaries", "true ? ".repeat(400) + "true" + " : true".repeat(400), "re"),
        Arguments.of("loops", packages.repeat(4) + "true" + ")".repeat(4), "deeper than 3"),
        Arguments.of("more loops", packages.repeat(60) + "true" + ")".repeat(60), "re"),
        Arguments.of("counts", "image.user.matches('(((a{999}){999}){999}){999}')", "too much"),
        Arguments.of("long pattern", "image.user.matches('" + "ab?".repeat(900) + "')", "large"),
        Arguments.of("classes", "image.user.matches('\\\\pL{1000}')", "too much"),
        Arguments.of("unknown names", "a" + " && a".repeat(400), "undeclared"),
        Arguments.of("garbage", "}{)(][\"'".repeat(500), "expression"),
        Arguments.of("no text", "\u0000\uFFFF\uD800", "expression"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuchToCompile")
  void refusesWhatIsTooMuchToCompile(String name, String expression, String because) {
    Compilation compilation =
        assertTimeoutPreemptively(ENOUGH, () -> compile(expression, null), name);
    assertThat(compilation)
        .isInstanceOfSatisfying(
            Faults.class,
            faults -> {
              assertThat(faults.faults()).hasSizeBetween(1, 11);
              assertThat(faults.faults())
                  .allSatisfy(fault -> assertThat(fault).hasSizeLessThan(700));
              assertThat(String.join("\n", faults.faults())).contains(because);
            });
  }

  static Stream<Arguments> tooMuchToEvaluate() {
    String doubling = "['0123456789abcdef']" + ".map(x, x + x)".repeat(40);
    String growing = "[[1, 2, 3, 4]]" + ".map(x, x + x)".repeat(40);
    String bytes = "[b'0123456789abcdef']" + ".map(x, x + x)".repeat(40);
    String nest = "image.packages.map(x, " + "[image.packages, image.packages]" + ")";
    String deep = "[1]" + ".map(x, [x, x, x, x, x, x, x, x])".repeat(1);
    for (int i = 0; i < 12; i++) {
      deep = "[" + deep + "].map(x, [x, x, x, x, x, x, x, x])";
    }
    return Stream.of(
        Arguments.of("pairs", "image.packages.all(p, image.packages.all(q, p.name != ''))"),
        Arguments.of(
            "triples",
            "image.packages.all(p, image.packages.all(q, image.packages.all(r, r.layer > 0)))"),
        Arguments.of(
            "pairs that fail", "image.packages.exists(p, image.packages.exists(q, 1/0==1))"),
        Arguments.of(
            "failures with long lists",
            "image.packages.exists(p, image.packages[9223372036854775807].name == '')"),
        Arguments.of("a limit that || would swallow", doubling + "[0].size() > 3 || true"),
        Arguments.of("doubled text", doubling + "[0].size() > 3"),
        Arguments.of("doubled list", growing + "[0].size() > 3"),
        Arguments.of("doubled bytes", bytes + "[0].size() > 3"),
        Arguments.of("compared lists", nest + " == " + nest),
        Arguments.of("deep lists", deep + " == " + deep),
        Arguments.of("sought in lists", "image.packages.all(p, p in image.packages)"),
        Arguments.of(
            "patterns", "image.packages.all(p, !image.labels.long.matches('(a|aa)+(b|bb)+[cd]$'))"),
        Arguments.of(
            "sought texts",
            "image.packages.all(p, !image.labels.long.contains(image.labels.half))"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuchToEvaluate")
  void endsWhatIsTooMuchToEvaluate(String name, String expression) {
    CustomRule rule = rule(expression);
    CustomInput input = withLabels(input(packages(3000)));
    long start = System.nanoTime();
    CustomOutcome outcome = assertTimeoutPreemptively(ENOUGH, () -> rule.outcome(input), name);
    System.out.printf("%s: %d ms%n", name, (System.nanoTime() - start) / 1_000_000);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided ->
                assertThat(undecided.why().detail())
                    .startsWith("custom/a-rule cannot be decided: ")
                    .containsPattern("more than (500000 steps|65536|100000)"));
  }

  @Test
  void refusesTextsOfAnImageThatAreTooLong() {
    CustomInput input = withLabels(input());
    assertThat(rule("image.labels.huge == 'x'").outcome(input))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided ->
                assertThat(undecided.why().detail())
                    .contains("has 1000000 characters, more than 65536"));
    assertThat(rule("image.labels.team == 'payments'").outcome(input))
        .isInstanceOf(CustomOutcome.Met.class);
  }

  @Test
  void redactsNoMoreTextThanItLooksAt() {
    Map<String, String> labels =
        IntStream.range(0, 130)
            .boxed()
            .collect(Collectors.toMap(i -> "label" + i, i -> i + "TOKEN=a b ".repeat(6_000)));
    CustomInput input = input(CustomRules.labelled(input().facts(), labels));

    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] used = new long[1];
    CustomOutcome one =
        assertTimeoutPreemptively(
            ENOUGH,
            () -> {
              long before = threads.getCurrentThreadCpuTime();
              CustomOutcome outcome = rule("'label3' in image.labels").outcome(input);
              used[0] = threads.getCurrentThreadCpuTime() - before;
              return outcome;
            });
    assertThat(one).isInstanceOf(CustomOutcome.Met.class);
    assertThat(Duration.ofNanos(used[0])).as("of a processor").isLessThan(Duration.ofSeconds(2));
    long start = System.nanoTime();
    CustomOutcome all =
        assertTimeoutPreemptively(
            ENOUGH, () -> rule("image.labels.all(l, image.labels[l].size() > 3)").outcome(input));
    System.out.printf("all labels: %d ms%n", (System.nanoTime() - start) / 1_000_000);
    assertThat(all)
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> assertThat(undecided.why().detail()).contains("more than 262144"));
  }

  @Test
  void refusesListsOfAnImageThatAreTooLong() {
    assertThat(rule("image.packages.size() > 0").outcome(input(packages(100_001))))
        .isInstanceOfSatisfying(
            Undecided.class,
            undecided -> assertThat(undecided.why().detail()).contains("100001 elements"));
  }

  @Test
  void looksAtEachPackageOfALargeImage() {
    CustomInput input = input(packages(20_000));
    assertThat(rule("image.packages.all(p, p.name.matches('^lib[0-9]+$'))").outcome(input))
        .isInstanceOf(CustomOutcome.Met.class);
    assertThat(
            rule("image.packages.filter(p, p.base).map(p, p.name).size() == 10000").outcome(input))
        .isInstanceOf(CustomOutcome.Met.class);
  }

  @Test
  void cutsMessagesThatAreTooLong() {
    String made = "'0123456789abcdef'" + " + image.labels.half";
    assertThat(rule("false", made).outcome(withLabels(input())))
        .isInstanceOfSatisfying(
            CustomOutcome.Broken.class,
            broken -> assertThat(broken.message()).hasSize(CustomLimits.MESSAGE).endsWith("…"));
  }

  private static CustomInput withLabels(CustomInput input) {
    Map<String, String> labels =
        Map.of(
            "team",
            "payments",
            "long",
            "a".repeat(60_000),
            "half",
            "a".repeat(30_000) + "b",
            "huge",
            "a".repeat(1_000_000));
    return input(CustomRules.labelled(input.facts(), labels));
  }
}
