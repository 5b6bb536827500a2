package dev.plimsoll.cli;

import dev.plimsoll.cli.report.Formats.Output;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The run from which an ahead-of-time cache learns what a command loads: every command, on the
/// images and with the `PATH` that the arguments name, with its output thrown away.
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

  private final Map<String, String> environment;

  private Training(Map<String, String> environment) {
    this.environment = environment;
  }

  public static void main(String[] arguments) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PATH", arguments[0]);
    Training training = new Training(environment);
    for (String image : List.of(arguments).subList(1, arguments.length)) {
      training.run(image);
    }
    training.runWithoutImages();
    System.exit(0);
  }

  private void run(String image) {
    for (Output output : Output.values()) {
      command(POLICY, "scan", image, "-p", "-", "-o", output.toString());
    }
    command("", "scan", image);
    if (!image.startsWith("oci:")) {
      String registry = image.substring(0, image.indexOf('/'));
      String pod = POD.replace("IMAGE", '"' + image + '"');
      command(pod, "check", "-f", "-", "--insecure-registry", registry);
    }
    command("", "init", image);
    command("", "explain", image);
  }

  private void runWithoutImages() {
    command("", "completion", "bash");
    for (String output : List.of("table", "json", "html")) {
      command("", "preview", "--no-registry", "-o", output);
      command("", "fleet", "-o", output);
    }
    command("", "report", "deployment/web", "--no-registry");
    List.of("rules", "help", "--version").forEach(command -> command("", command));
  }

  private void command(String input, String... command) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal = Terminal.ofProcess();
    int exit =
        Plimsoll.run(
            new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                nowhere,
                System.err,
                environment,
                Path.of(""),
                terminal.style(),
                false),
            command);
    if (exit >= ExitCode.UNDETERMINED.code()) {
      throw new IllegalStateException("training failed: " + String.join(" ", command));
    }
  }
}
