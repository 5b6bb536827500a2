package dev.plimsoll.rule.runtime;

import dev.plimsoll.facts.Depth;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.ModeVariables;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.RuleDescription;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.NoParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `dev-mode`: a container runs in the mode of a development machine: it reloads changed code,
/// waits for a debugger, or is told so by a variable.
///
/// The image's entrypoint, command and variables decide, with what the workload puts in their
/// place. A variable that is 0 or false says nothing; what an entrypoint script does is not
/// looked at.
public final class DevMode implements Rule<NoParameters> {
  private static final RuleDescription DESCRIPTION =
      RuleDescription.of("dev-mode", Family.RUNTIME, Severity.MEDIUM, Depth.CONFIG)
          .refuses("A container runs in development mode: reloading, debugging or a dev server.")
          .because(
              "Development servers are slow and open; a debugger's port runs whatever it is sent.")
          .mendedBy("Start the production server, without --reload and without a debugger.")
          .practice("Keep debugging and development modes to the stages made for them.")
          .wrongFor("Namespaces for development: match them by a policy without this rule.");

  private static final String OF_THE_WORKLOAD =
      "change the container's command, args and env in the workload; the image itself starts for"
          + " production";

  @Override
  public boolean judgesHowItRuns() {
    return true;
  }

  @Override
  public RuleDescription description() {
    return DESCRIPTION;
  }

  @Override
  public NoParameters defaults() {
    return NoParameters.NONE;
  }

  @Override
  public List<Finding> measure(Facts facts) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : facts.config().environment()) {
      int equals = variable.indexOf('=');
      String name = equals < 0 ? variable : variable.substring(0, equals);
      if (ModeVariables.NAMES.contains(name)) {
        environment.put(name, equals < 0 ? "" : variable.substring(equals + 1));
      }
    }
    Measure.Start start =
        new Measure.Start(facts.config().entrypoint(), facts.config().command(), environment);
    List<String> words = new ArrayList<>(start.entrypoint());
    words.addAll(start.command());
    List<String> signs = DevelopmentSigns.in(words, environment);
    return List.of(
        Finding.of(DESCRIPTION, start, "how the container starts")
            .showing(signs.stream().map(sign -> new Evidence(sign, Bytes.NONE)).toList())
            .mendedBy(signs.isEmpty() ? OF_THE_WORKLOAD : fix(signs)));
  }

  @Override
  public Judgement judge(Finding finding, NoParameters parameters, ContainerContext container) {
    if (!(finding.measure() instanceof Measure.Start start)) {
      return new Judgement.Within();
    }
    Map<String, String> environment = new HashMap<>(start.environment());
    environment.putAll(container.environment());
    List<String> signs = DevelopmentSigns.in(words(start, container), environment);
    return signs.isEmpty()
        ? new Judgement.Within()
        : new Judgement.Beyond(String.join(", ", signs), "production mode");
  }

  /// What runs: a workload's command stands in for the image's entrypoint and command, its
  /// arguments for the image's command.
  private static List<String> words(Measure.Start start, ContainerContext container) {
    List<String> words =
        new ArrayList<>(container.command() == null ? start.entrypoint() : container.command());
    if (container.arguments() != null) {
      words.addAll(container.arguments());
    } else if (container.command() == null) {
      words.addAll(start.command());
    }
    return words;
  }

  private static String fix(List<String> signs) {
    return "in the image's ENTRYPOINT, CMD and ENV, or the workload's command, args and env: start"
        + " for production, without "
        + String.join(", ", signs);
  }
}
