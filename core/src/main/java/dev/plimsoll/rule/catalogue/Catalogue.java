package dev.plimsoll.rule.catalogue;

import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.base.BaseAge;
import dev.plimsoll.rule.base.BaseDenied;
import dev.plimsoll.rule.base.BaseMutableTag;
import dev.plimsoll.rule.base.BaseNotAllowed;
import dev.plimsoll.rule.base.EndOfLifeOs;
import dev.plimsoll.rule.base.MinimalBase;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.base.UnknownBase;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.metadata.NoHealthcheck;
import dev.plimsoll.rule.metadata.PrivilegedPort;
import dev.plimsoll.rule.metadata.RequiredLabels;
import dev.plimsoll.rule.metadata.Sshd;
import dev.plimsoll.rule.reference.DigestRequired;
import dev.plimsoll.rule.reference.ImageAge;
import dev.plimsoll.rule.reference.MutableTag;
import dev.plimsoll.rule.reference.RegistryNotAllowed;
import dev.plimsoll.rule.secrets.SecretEnv;
import dev.plimsoll.rule.secrets.SecretFile;
import dev.plimsoll.rule.secrets.SecretHistory;
import dev.plimsoll.rule.size.PullSize;
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

  private static final List<Rule<?>> SIZE = List.of(new PullSize());

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
          new EndOfLifeOs(),
          new MinimalBase());

  private static final List<Rule<?>> BUILD_TOOLS = List.of(new Compiler());

  private static final List<Rule<?>> RUNTIME = List.of();

  private static final List<Rule<?>> CACHES = List.of();

  private static final List<Rule<?>> LEFTOVERS = List.of();

  private static final List<Rule<?>> SECRETS =
      List.of(new SecretFile(), new SecretEnv(), new SecretHistory());

  private static final List<Rule<?>> BUILD_PRACTICE = List.of();

  private static final List<Rule<?>> REFERENCE =
      List.of(new MutableTag(), new DigestRequired(), new RegistryNotAllowed(), new ImageAge());

  private static final List<Rule<?>> METADATA =
      List.of(new RequiredLabels(), new NoHealthcheck(), new PrivilegedPort());

  private static final List<Rule<?>> PACKAGES = List.of();

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
