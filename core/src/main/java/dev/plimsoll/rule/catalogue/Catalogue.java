package dev.plimsoll.rule.catalogue;

import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.buildtools.BuildLeftovers;
import dev.plimsoll.rule.buildtools.BuildSystem;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.buildtools.Headers;
import dev.plimsoll.rule.buildtools.Jdk;
import dev.plimsoll.rule.buildtools.LanguageBuildTool;
import dev.plimsoll.rule.buildtools.UnstrippedBinary;
import dev.plimsoll.rule.buildtools.Vcs;
import dev.plimsoll.rule.buildtools.VirtualBuildDeps;
import dev.plimsoll.rule.packages.PackageCount;
import dev.plimsoll.rule.packages.PackageDenied;
import dev.plimsoll.rule.packages.PackageRequired;
import dev.plimsoll.rule.runtime.DebugTool;
import dev.plimsoll.rule.runtime.DevMode;
import dev.plimsoll.rule.runtime.LibcMismatch;
import dev.plimsoll.rule.runtime.PackageManager;
import dev.plimsoll.rule.runtime.Shell;
import dev.plimsoll.rule.runtime.UnusedRuntime;
import dev.plimsoll.rule.secrets.SecretEnv;
import dev.plimsoll.rule.secrets.SecretFile;
import dev.plimsoll.rule.secrets.SecretHistory;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules there are, by family, in the order in which they are reported.
public final class Catalogue {
  /// Rises whenever a rule comes, or what a rule finds in the same image changes.
  public static final String VERSION = "1";

  private static final List<Rule<?>> SIZE = List.of(new PullSize());

  private static final List<Rule<?>> USER = List.of(new RootUser());

  private static final List<Rule<?>> BASE = List.of(new NonSlimBase());

  private static final List<Rule<?>> BUILD_TOOLS =
      List.of(
          new Compiler(),
          new BuildSystem(),
          new Headers(),
          new Jdk(),
          new LanguageBuildTool(),
          new Vcs(),
          new VirtualBuildDeps(),
          new BuildLeftovers(),
          new UnstrippedBinary());

  private static final List<Rule<?>> RUNTIME =
      List.of(
          new PackageManager(),
          new Shell(),
          new DebugTool(),
          new UnusedRuntime(),
          new DevMode(),
          new LibcMismatch());

  private static final List<Rule<?>> CACHES = List.of();

  private static final List<Rule<?>> LEFTOVERS = List.of();

  private static final List<Rule<?>> SECRETS =
      List.of(new SecretFile(), new SecretEnv(), new SecretHistory());

  private static final List<Rule<?>> BUILD_PRACTICE = List.of();

  private static final List<Rule<?>> REFERENCE = List.of();

  private static final List<Rule<?>> METADATA = List.of();

  private static final List<Rule<?>> PACKAGES =
      List.of(new PackageCount(), new PackageRequired(), new PackageDenied());

  private static final List<Rule<?>> ALL =
      Stream.of(
              SIZE,
              USER,
              BASE,
              BUILD_TOOLS,
              RUNTIME,
              CACHES,
              LEFTOVERS,
              SECRETS,
              BUILD_PRACTICE,
              REFERENCE,
              METADATA,
              PACKAGES)
          .<Rule<?>>flatMap(List::stream)
          .toList();

  private Catalogue() {}

  public static List<Rule<?>> rules() {
    return ALL;
  }

  /// The rule with this id.
  public static Optional<Rule<?>> rule(String id) {
    return ALL.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /// Whether a rule came with this version of the catalogue, to which people upgraded.
  public static boolean isNew(Rule<?> rule) {
    int version = Integer.parseInt(VERSION);
    return version > 1 && rule.description().since() == version;
  }
}
