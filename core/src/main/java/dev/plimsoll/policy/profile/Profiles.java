package dev.plimsoll.policy.profile;

import static dev.plimsoll.policy.profile.ProfileRule.enforced;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one table of what each profile asks. A stricter profile has all rules of a milder one, none
/// of them with a higher limit or a milder enforcement.
public final class Profiles {
  private static final List<ProfileRule<?>> BASELINE =
      List.of(enforced(new RootUser()), enforced(new NonSlimBase()), enforced(new Compiler()));

  private static final List<ProfileRule<?>> STRICT =
      stricter(
          BASELINE,
          List.of(
              enforced(new NonSlimBase(), new NonSlimBase.Parameters(Bytes.ofMebi(10))),
              enforced(new PullSize())));

  private static final List<ProfileRule<?>> DISTROLESS =
      stricter(
          STRICT,
          List.of(
              enforced(new NonSlimBase(), new NonSlimBase.Parameters(Bytes.ofMebi(1))),
              enforced(new PullSize(), new PullSize.Parameters(Bytes.ofMebi(150)))));

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
