package dev.plimsoll.cli;

import dev.plimsoll.api.v1alpha1.Profile;
import dev.plimsoll.cli.policy.FilePolicy;
import dev.plimsoll.cli.policy.PolicyFiles;
import dev.plimsoll.cli.policy.UnreadablePolicyException;
import dev.plimsoll.cli.yaml.YamlFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What to judge by, as options of a command.
final class PolicyOptions {
  @Option(
      names = {"-p", "--policy"},
      paramLabel = "FILE",
      description =
          "Judge by the ImagePolicies in this file, or in the YAML files of this directory; - is"
              + " standard input. May be given more than once.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Judge by a profile. Default, where no policy is given: Baseline.")
  private @Nullable String profile;

  /// Whether a policy comes by standard input.
  boolean readStandardInput() {
    return files.contains("-");
  }

  List<FilePolicy> read(Terminal terminal) {
    List<FilePolicy> policies = new ArrayList<>();
    for (String file : files) {
      policies.addAll(read(file, terminal));
    }
    if (profile != null) {
      policies.add(PolicyFiles.profile(named(profile)));
    } else if (files.isEmpty()) {
      policies.add(PolicyFiles.profile(Profile.BASELINE));
    }
    return policies;
  }

  private static List<FilePolicy> read(String file, Terminal terminal) {
    List<FilePolicy> policies = new ArrayList<>();
    try {
      for (YamlFiles.Text text : YamlFiles.texts(file, terminal.directory(), terminal.in())) {
        policies.addAll(PolicyFiles.read(text.file(), text.content()));
      }
    } catch (IOException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    } catch (UnreadablePolicyException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
    if (policies.isEmpty()) {
      throw Failure.usage(file + ": there is no ImagePolicy of plimsoll.dev/v1alpha1 in it");
    }
    return policies;
  }

  static Profile named(String name) {
    return Arrays.stream(Profile.values())
        .filter(profile -> profile != Profile.NONE)
        .filter(profile -> profile.title().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.usage(
                    "--profile: \"%s\" is no profile; there are %s"
                        .formatted(
                            name,
                            Arrays.stream(Profile.values())
                                .filter(profile -> profile != Profile.NONE)
                                .map(Profile::title)
                                .collect(Collectors.joining(", ")))));
  }
}
