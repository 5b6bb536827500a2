package dev.plimsoll.policy.profile;

import static dev.plimsoll.policy.profile.ProfileRule.enforced;
import static dev.plimsoll.policy.profile.ProfileRule.warned;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.base.EndOfLifeOs;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.buildpractice.AddRemote;
import dev.plimsoll.rule.buildpractice.RecommendedPackages;
import dev.plimsoll.rule.buildpractice.RepeatedAptUpdate;
import dev.plimsoll.rule.buildpractice.RepullCost;
import dev.plimsoll.rule.buildpractice.UpdateWithoutInstall;
import dev.plimsoll.rule.buildpractice.UpgradeInBuild;
import dev.plimsoll.rule.buildpractice.UpgradedPackage;
import dev.plimsoll.rule.buildtools.BuildLeftovers;
import dev.plimsoll.rule.buildtools.BuildSystem;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.buildtools.Headers;
import dev.plimsoll.rule.buildtools.Jdk;
import dev.plimsoll.rule.buildtools.LanguageBuildTool;
import dev.plimsoll.rule.buildtools.UnstrippedBinary;
import dev.plimsoll.rule.buildtools.Vcs;
import dev.plimsoll.rule.buildtools.VirtualBuildDeps;
import dev.plimsoll.rule.caches.ApkCache;
import dev.plimsoll.rule.caches.AptArchives;
import dev.plimsoll.rule.caches.AptLists;
import dev.plimsoll.rule.caches.CargoRegistry;
import dev.plimsoll.rule.caches.ComposerCache;
import dev.plimsoll.rule.caches.GemCache;
import dev.plimsoll.rule.caches.GoBuildCache;
import dev.plimsoll.rule.caches.GradleCache;
import dev.plimsoll.rule.caches.MavenRepository;
import dev.plimsoll.rule.caches.NpmCache;
import dev.plimsoll.rule.caches.PipCache;
import dev.plimsoll.rule.caches.YarnCache;
import dev.plimsoll.rule.caches.YumCache;
import dev.plimsoll.rule.leftovers.CopiedDependencies;
import dev.plimsoll.rule.leftovers.DevDependencies;
import dev.plimsoll.rule.leftovers.DevNodeModules;
import dev.plimsoll.rule.leftovers.DockerignoreLeftovers;
import dev.plimsoll.rule.leftovers.Documentation;
import dev.plimsoll.rule.leftovers.SourceMaps;
import dev.plimsoll.rule.leftovers.VcsDirectory;
import dev.plimsoll.rule.metadata.PrivilegedPort;
import dev.plimsoll.rule.metadata.Sshd;
import dev.plimsoll.rule.reference.MutableTag;
import dev.plimsoll.rule.runtime.DebugTool;
import dev.plimsoll.rule.runtime.DevMode;
import dev.plimsoll.rule.runtime.LibcMismatch;
import dev.plimsoll.rule.runtime.PackageManager;
import dev.plimsoll.rule.runtime.Shell;
import dev.plimsoll.rule.runtime.UnusedRuntime;
import dev.plimsoll.rule.secrets.SecretEnv;
import dev.plimsoll.rule.secrets.SecretFile;
import dev.plimsoll.rule.secrets.SecretHistory;
import dev.plimsoll.rule.size.CacheNotCleanedInLayer;
import dev.plimsoll.rule.size.ChownDuplicate;
import dev.plimsoll.rule.size.LayerContentsMismatch;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.size.RemovedInLaterLayer;
import dev.plimsoll.rule.size.WastedSpace;
import dev.plimsoll.rule.user.NonNumericUser;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.rule.user.SetuidFiles;
import dev.plimsoll.rule.user.WillNotStart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one table of what each profile asks. A stricter profile has all rules of a milder one, none
/// of them with a higher limit or a milder enforcement.
public final class Profiles {
  /// Refused: what endangers, and what surely has no work to do. Warned of: what is a matter of
  /// size, of taste or of time.
  private static final List<ProfileRule<?>> BASELINE =
      List.of(
          enforced(new RootUser()),
          enforced(new WillNotStart()),
          enforced(new NonSlimBase()),
          enforced(new Compiler()),
          enforced(new VcsDirectory()),
          enforced(new SecretFile()),
          enforced(new SecretEnv()),
          enforced(new SecretHistory()),
          enforced(new Sshd()),
          enforced(new LayerContentsMismatch()),
          warned(new BuildSystem()),
          warned(new Headers()),
          warned(new Jdk()),
          warned(new LanguageBuildTool()),
          warned(new Vcs()),
          warned(new UnusedRuntime()),
          warned(new LibcMismatch()),
          warned(new DevMode()),
          warned(new EndOfLifeOs()),
          warned(new AptLists()),
          warned(new AptArchives()),
          warned(new ApkCache()),
          warned(new YumCache()),
          warned(new PipCache()),
          warned(new NpmCache()),
          warned(new YarnCache()),
          warned(new GemCache()),
          warned(new GradleCache()),
          warned(new GoBuildCache()),
          warned(new CargoRegistry()),
          warned(new ComposerCache()),
          warned(new DevDependencies()),
          warned(new DevNodeModules()),
          warned(new WastedSpace()));

  private static final List<ProfileRule<?>> STRICT =
      stricter(
          BASELINE,
          List.of(
              enforced(new NonSlimBase(), new NonSlimBase.Parameters(Bytes.ofMebi(10))),
              enforced(new PullSize()),
              enforced(new BuildSystem()),
              enforced(new Headers()),
              enforced(new LanguageBuildTool()),
              enforced(new Vcs()),
              enforced(new DevMode()),
              enforced(new AptLists()),
              enforced(new AptArchives()),
              enforced(new ApkCache()),
              enforced(new YumCache()),
              enforced(new PipCache()),
              enforced(new NpmCache()),
              enforced(new YarnCache()),
              enforced(new GemCache()),
              enforced(new GradleCache()),
              enforced(new GoBuildCache()),
              enforced(new CargoRegistry()),
              enforced(new ComposerCache()),
              enforced(new DevDependencies()),
              enforced(new DevNodeModules()),
              enforced(new MutableTag()),
              enforced(new PrivilegedPort()),
              warned(new MavenRepository()),
              warned(new DebugTool()),
              warned(new SetuidFiles()),
              warned(new NonNumericUser()),
              warned(new DockerignoreLeftovers()),
              warned(new CopiedDependencies()),
              warned(new SourceMaps()),
              warned(new Documentation()),
              warned(new BuildLeftovers()),
              warned(new VirtualBuildDeps()),
              warned(new UnstrippedBinary()),
              warned(new RemovedInLaterLayer()),
              warned(new CacheNotCleanedInLayer()),
              warned(new ChownDuplicate()),
              warned(new RepeatedAptUpdate()),
              warned(new UpdateWithoutInstall()),
              warned(new RecommendedPackages()),
              warned(new RepullCost()),
              warned(new AddRemote()),
              warned(new UpgradeInBuild()),
              warned(new UpgradedPackage())));

  private static final List<ProfileRule<?>> DISTROLESS =
      stricter(
          STRICT,
          List.of(
              enforced(new NonSlimBase(), new NonSlimBase.Parameters(Bytes.ofMebi(1))),
              enforced(new PullSize(), new PullSize.Parameters(Bytes.ofMebi(150))),
              enforced(new Shell()),
              enforced(new PackageManager()),
              enforced(new DebugTool()),
              enforced(new SetuidFiles()),
              enforced(new UnusedRuntime()),
              enforced(new Jdk()),
              enforced(new NonNumericUser()),
              enforced(new DockerignoreLeftovers())));

  private Profiles() {}

  /// What a profile asks, rule by rule.
  public static List<ProfileRule<?>> rulesOf(Profile profile) {
    return switch (profile) {
      case NONE -> List.of();
      case BASELINE -> BASELINE;
      case STRICT -> STRICT;
      case DISTROLESS -> DISTROLESS;
    };
  }

  /// What a profile asks by the rule with this id.
  public static Optional<ProfileRule<?>> ruleOf(Profile profile, String id) {
    return rulesOf(profile).stream().filter(asked -> asked.rule().id().equals(id)).findFirst();
  }

  /// The rules of a milder profile, and others in addition or in their place.
  private static List<ProfileRule<?>> stricter(
      List<ProfileRule<?>> milder, List<ProfileRule<?>> others) {
    Map<String, ProfileRule<?>> all = new LinkedHashMap<>();
    milder.forEach(asked -> all.put(asked.rule().id(), asked));
    others.forEach(asked -> all.put(asked.rule().id(), asked));
    return List.copyOf(all.values());
  }
}
