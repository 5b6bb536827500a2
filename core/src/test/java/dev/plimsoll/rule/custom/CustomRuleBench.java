package dev.plimsoll.rule.custom;

import java.util.LinkedHashMap;
import java.util.Map;

/// Prints what compiling and evaluating custom rules costs, for `docs/custom-rules.md`; not a
/// test, since figures depend on the machine.
public final class CustomRuleBench {
  private static final int ROUNDS = 2000;

  private CustomRuleBench() {}

  /// `java … CustomRuleBench`, in the test class path.
  public static void main(String[] arguments) {
    Map<String, String> expressions = new LinkedHashMap<>();
    expressions.put("one comparison", "image.pullSize < 500000000");
    expressions.put("a label", "'team' in image.labels && image.labels['team'] != ''");
    expressions.put("each package", "!image.packages.exists(p, p.name == 'python3.9')");
    expressions.put(
        "each package, a pattern",
        "!image.packages.exists(p, p.name.matches('^python3[.][0-9]$'))");
    expressions.put("filter and count", "image.packages.filter(p, !p.base).size() < 1000");
    expressions.put(
        "each package with each",
        "image.packages.all(p, image.packages.all(q, p.name != q.name || p.version == q.version))");
    expressions.put("each package fails", "image.packages.exists(p, image.labels[p.name] == '')");
    for (int packages : new int[] {300, 3000}) {
      expressions.forEach((name, expression) -> print(name, expression, packages));
    }
    long start = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      CustomRules.rule("!image.packages.exists(p, p.name == 'python" + i + "')");
    }
    System.out.printf("compile: %d µs%n", (System.nanoTime() - start) / 200_000);
  }

  private static void print(String name, String expression, int packages) {
    CustomRule rule = CustomRules.rule(expression);
    CustomInput input = CustomRules.input(CustomRules.packages(packages));
    int rounds = name.contains("with each") || name.contains("fails") ? 5 : ROUNDS * 300 / packages;
    for (int i = 0; i < rounds; i++) {
      rule.outcome(input);
    }
    long start = System.nanoTime();
    CustomOutcome outcome = null;
    for (int i = 0; i < rounds; i++) {
      outcome = rule.outcome(input);
    }
    System.out.printf(
        "%-28s %5d packages %9.1f µs, %d steps, %s%n",
        name,
        packages,
        (System.nanoTime() - start) / 1000.0 / rounds,
        rule.steps(input),
        outcome.getClass().getSimpleName());
  }
}
