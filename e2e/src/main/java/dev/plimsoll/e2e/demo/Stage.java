package dev.plimsoll.e2e.demo;

import dev.plimsoll.e2e.parts.Kubectl;
import dev.plimsoll.e2e.parts.Kubectl.Outcome;
import java.io.PrintStream;
import java.util.List;

/// Where the demo is shown: numbered steps, the commands as a person types them, and what they
/// print.
final class Stage {
  private static final int STEPS = 6;

  private final PrintStream out;
  private final long start = System.nanoTime();
  private int step;
  private String title = "start";

  Stage(PrintStream out) {
    this.out = out;
  }

  void step(String next) {
    title = next;
    step++;
    out.printf("%n[%d/%d] %s%n", step, STEPS, next);
  }

  /// Where the demo is, for a message.
  String place() {
    return "step %d of %d (%s)".formatted(step, STEPS, title);
  }

  void say(String line) {
    out.println("      " + line);
  }

  void progress(String line) {
    out.printf("      %3d s  %s%n", (System.nanoTime() - start) / 1_000_000_000L, line);
  }

  void blank() {
    out.println();
  }

  /// Shows and runs a command; `shown` is what a person would type.
  Outcome run(Kubectl kubectl, String shown, String input, List<String> arguments) {
    out.println("$ " + shown);
    Outcome outcome = kubectl.runWithInput(input, arguments.toArray(String[]::new));
    (outcome.out() + outcome.err()).lines().forEach(out::println);
    return outcome;
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new DemoFailure(otherwise);
    }
  }
}
