package dev.plimsoll.operator;

import dev.plimsoll.operator.probe.SelfTest;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Where the process begins: the operator, or the one task that `PLIMSOLL_TASK` names.
@QuarkusMain
public final class Main {
  private Main() {}

  /// Starts what the environment asks for.
  public static void main(String... arguments) {
    String task = System.getenv().getOrDefault("PLIMSOLL_TASK", "");
    switch (task) {
      case "" -> Quarkus.run(arguments);
      case "self-test" -> System.exit(SelfTest.run(System.getenv(), System.out));
      default -> {
        System.err.printf("PLIMSOLL_TASK is \"%s\"; the one task there is is self-test.%n", task);
        System.exit(2);
      }
    }
  }
}
