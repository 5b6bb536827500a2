package dev.plimsoll.cli;

import dev.plimsoll.api.v1alpha1.Profile;
import dev.plimsoll.cli.inspection.ImageDesk;
import dev.plimsoll.cli.judging.ImageVerdict;
import dev.plimsoll.cli.judging.Judge;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.cli.policy.PolicyFiles;
import dev.plimsoll.cli.policy.StartingPolicy;
import dev.plimsoll.cli.policy.UnreadablePolicyException;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.verdict.Violation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plimsoll init`: a policy to start with, which refuses none of the images given.
@Command(
    name = "init",
    description = {
      "Write a policy to start with: a profile, and limits that the images given just keep.",
      "What one of them breaks only warns, so the policy refuses none of them."
    })
final class InitCommand implements Callable<Integer> {
  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  private final Terminal terminal;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "The images that there are, named as for scan.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "load-line",
      description = "What the policy is called. Default: load-line.")
  private String name = "load-line";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = "",
      description = "The policy's namespace. Default: none is written.")
  private String namespace = "";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "Baseline",
      description = "The profile to start from. Default: Baseline.")
  private String profile = "Baseline";

  @Mixin private ImageOptions looking = new ImageOptions();

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Profile from = PolicyOptions.named(profile);
    named(name);
    if (!namespace.isEmpty()) {
      named(namespace);
    }
    ImageNames names = ImageNames.of(images);
    try (ImageDesk desk = looking.desk(terminal, names.registries())) {
      Map<String, Reference> references = names.open(desk, terminal);
      return start(desk, references, from).code();
    }
  }

  /// The same, where Kubernetes takes it for a name.
  static String named(String written) {
    if (!written.matches(NAME)) {
      throw Failure.usage(
          "\"%s\" is no name for Kubernetes; write small letters, digits and dashes"
              .formatted(written));
    }
    return written;
  }

  private ExitCode start(ImageDesk desk, Map<String, Reference> references, Profile from) {
    StartingPolicy policy = new StartingPolicy(name, namespace, from.title());
    List<ImageVerdict> verdicts = judged(desk, references, PolicyFiles.profile(from));
    if (tellOpen(verdicts)) {
      return ExitCode.UNDETERMINED;
    }
    for (ImageVerdict verdict : verdicts) {
      verdict.facts().forEach(facts -> policy.admit(verdict.image(), facts));
      enforced(verdict).forEach(broken -> policy.warnOf(rule(broken), verdict.image()));
    }
    String yaml = policy.yaml();
    requireAdmitting(yaml, judged(desk, references, read(yaml)));
    terminal.out().print(yaml);
    terminal.out().flush();
    return ExitCode.ADMITTED;
  }

  private List<ImageVerdict> judged(
      ImageDesk desk, Map<String, Reference> references, FilePolicy policy) {
    Judge judge = new Judge(desk, List.of(policy), InstantSource.system());
    List<ImageVerdict> verdicts = new ArrayList<>();
    try (Watch _ = Watch.over(desk.progress(), terminal)) {
      references.forEach((image, reference) -> verdicts.add(judge.image(image, reference)));
    }
    return verdicts;
  }

  /// Nobody knows what a policy would do to an image that cannot be judged.
  private boolean tellOpen(List<ImageVerdict> verdicts) {
    List<ImageVerdict> open =
        verdicts.stream().filter(verdict -> !verdict.verdict().undecided().isEmpty()).toList();
    for (ImageVerdict verdict : open) {
      Plimsoll.say(
          terminal,
          "no policy is written: %s could not be judged: %s"
              .formatted(verdict.image(), verdict.verdict().undecided().getFirst().why().detail()));
    }
    return !open.isEmpty();
  }

  private static List<Violation> enforced(ImageVerdict verdict) {
    return verdict.verdict().violations().stream()
        .filter(violation -> violation.enforcement() == Enforcement.ENFORCE)
        .toList();
  }

  private static Rule<?> rule(Violation violation) {
    return Catalogue.rules().stream()
        .filter(rule -> rule.id().equals(violation.rule()))
        .findFirst()
        .orElseThrow();
  }

  private static FilePolicy read(String yaml) {
    try {
      return PolicyFiles.read("the policy", yaml).getFirst();
    } catch (UnreadablePolicyException e) {
      throw new IllegalStateException("what is written can be read", e);
    }
  }

  /// The promise of the first line is kept, or nothing is written.
  private static void requireAdmitting(String yaml, List<ImageVerdict> verdicts) {
    verdicts.stream()
        .filter(verdict -> !verdict.verdict().mayPass())
        .findFirst()
        .ifPresent(
            verdict -> {
              throw new IllegalStateException(verdict.image() + " is refused by\n" + yaml);
            });
  }
}
