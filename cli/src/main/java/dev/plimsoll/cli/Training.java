package dev.plimsoll.cli;

import dev.plimsoll.cli.report.Formats.Output;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The run from which an ahead-of-time cache learns what a command loads: every command once, on
/// an image that the arguments name, with its output thrown away.
final class Training {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: training}
      spec: {containers: [{name: app, image: IMAGE}]}
      """;
  private static final String POLICY =
      """
      apiVersion: plimsoll.dev/v1alpha1
      kind: ImagePolicy
      metadata: {name: training}
      spec: {profile: Baseline, rules: {size: {pullSize: {max: 1Mi}}}}
      """;

  private Training() {}

  public static void main(String[] arguments) {
    String image = arguments[0];
    String registry = image.substring(0, image.indexOf('/'));
    for (Output output : Output.values()) {
      run(POLICY, "scan", image, "-p", "-", "-o", output.toString());
    }
    run(
        POD.replace("IMAGE", '"' + image + '"'),
        "check",
        "-f",
        "-",
        "--insecure-registry",
        registry);
    run("", "init", image);
    run("", "explain", image);
    run("", "completion", "bash");
    List.of("rules", "help", "--version").forEach(command -> run("", command));
    System.exit(0);
  }

  private static void run(String input, String... command) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal = Terminal.ofProcess();
    int exit =
        Plimsoll.run(
            new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                nowhere,
                System.err,
                terminal.environment(),
                Path.of(""),
                terminal.style(),
                false),
            command);
    if (exit >= ExitCode.UNDETERMINED.code()) {
      throw new IllegalStateException("training failed: " + String.join(" ", command));
    }
  }
}
