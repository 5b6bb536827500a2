package dev.plimsoll.rule.catalogue;

import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.base.BaseAge;
import dev.plimsoll.rule.base.BaseDenied;
import dev.plimsoll.rule.base.BaseMutableTag;
import dev.plimsoll.rule.base.BaseNotAllowed;
import dev.plimsoll.rule.base.EndOfLifeOs;
import dev.plimsoll.rule.base.MinimalBase;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.base.OutdatedBase;
import dev.plimsoll.rule.base.UnknownBase;
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
import dev.plimsoll.rule.metadata.NoHealthcheck;
import dev.plimsoll.rule.metadata.PrivilegedPort;
import dev.plimsoll.rule.metadata.RequiredLabels;
import dev.plimsoll.rule.metadata.Sshd;
import dev.plimsoll.rule.packages.PackageCount;
import dev.plimsoll.rule.packages.PackageDenied;
import dev.plimsoll.rule.packages.PackageRequired;
import dev.plimsoll.rule.packages.Vulnerabilities;
import dev.plimsoll.rule.reference.DigestRequired;
import dev.plimsoll.rule.reference.ImageAge;
import dev.plimsoll.rule.reference.MutableTag;
import dev.plimsoll.rule.reference.RegistryNotAllowed;
import dev.plimsoll.rule.reference.TagMoved;
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
import dev.plimsoll.rule.size.DiskSize;
import dev.plimsoll.rule.size.LayerContentsMismatch;
import dev.plimsoll.rule.size.LayerCount;
import dev.plimsoll.rule.size.LayerSize;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.size.RemovedInLaterLayer;
import dev.plimsoll.rule.size.SizeGrowth;
import dev.plimsoll.rule.size.WastedSpace;
import dev.plimsoll.rule.user.LowUid;
import dev.plimsoll.rule.user.NonNumericUser;
import dev.plimsoll.rule.user.RootUser;
import dev.plimsoll.rule.user.SetuidFiles;
import dev.plimsoll.rule.user.WillNotStart;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules there are, by family, in the order in which they are reported.
public final class Catalogue {
  /// Rises whenever a rule comes, or what a rule finds in the same image changes.
  public static final String VERSION = "1";

  private static final List<Rule<?>> SIZE =
      List.of(
          new PullSize(),
          new DiskSize(),
          new LayerSize(),
          new LayerCount(),
          new WastedSpace(),
          new RemovedInLaterLayer(),
          new CacheNotCleanedInLayer(),
          new ChownDuplicate(),
          new LayerContentsMismatch(),
          new SizeGrowth());

  private static final List<Rule<?>> USER =
      List.of(
          new RootUser(),
          new WillNotStart(),
          new NonNumericUser(),
          new LowUid(),
          new SetuidFiles());

  private static final List<Rule<?>> BASE =
      List.of(
          new NonSlimBase(),
          new BaseNotAllowed(),
          new BaseDenied(),
          new UnknownBase(),
          new BaseMutableTag(),
          new BaseAge(),
          new OutdatedBase(),
          new EndOfLifeOs(),
          new MinimalBase());

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

  private static final List<Rule<?>> CACHES =
      List.of(
          new AptLists(),
          new AptArchives(),
          new ApkCache(),
          new YumCache(),
          new PipCache(),
          new NpmCache(),
          new YarnCache(),
          new GemCache(),
          new MavenRepository(),
          new GradleCache(),
          new GoBuildCache(),
          new CargoRegistry(),
          new ComposerCache());

  private static final List<Rule<?>> LEFTOVERS =
      List.of(
          new VcsDirectory(),
          new DockerignoreLeftovers(),
          new CopiedDependencies(),
          new DevNodeModules(),
          new DevDependencies(),
          new SourceMaps(),
          new Documentation());

  private static final List<Rule<?>> SECRETS =
      List.of(new SecretFile(), new SecretEnv(), new SecretHistory());

  private static final List<Rule<?>> BUILD_PRACTICE =
      List.of(
          new RepeatedAptUpdate(),
          new UpdateWithoutInstall(),
          new RecommendedPackages(),
          new RepullCost(),
          new AddRemote(),
          new UpgradeInBuild(),
          new UpgradedPackage());

  private static final List<Rule<?>> REFERENCE =
      List.of(
          new MutableTag(),
          new DigestRequired(),
          new RegistryNotAllowed(),
          new ImageAge(),
          new TagMoved());

  private static final List<Rule<?>> METADATA =
      List.of(new RequiredLabels(), new NoHealthcheck(), new PrivilegedPort(), new Sshd());

  private static final List<Rule<?>> PACKAGES =
      List.of(
          new PackageCount(), new PackageRequired(), new PackageDenied(), new Vulnerabilities());

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
