package dev.plimsoll.api.v1alpha1;

import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one table of what each profile asks: rules, by id, with their parameters.
///
/// A stricter profile has all rules of a milder one, none of them with a higher limit.
final class ProfileRules {
  private static final Map<String, Record> BASELINE =
      table(List.of(new RootUser(), new NonSlimBase(), new Compiler()), Map.of());

  private static final Map<String, Record> STRICT =
      table(
          List.of(new RootUser(), new NonSlimBase(), new Compiler(), new PullSize()),
          Map.of("non-slim-base", new NonSlimBase.Parameters(Bytes.ofMebi(10))));

  private static final Map<String, Record> DISTROLESS =
      table(
          List.of(new RootUser(), new NonSlimBase(), new Compiler(), new PullSize()),
          Map.of(
              "non-slim-base", new NonSlimBase.Parameters(Bytes.ofMebi(1)),
              "pull-size", new PullSize.Parameters(Bytes.ofMebi(150))));

  private ProfileRules() {}

  /// Rules with their parameters, by id.
  static Map<String, Record> of(Profile profile) {
    return switch (profile) {
      case NONE -> Map.of();
      case BASELINE -> BASELINE;
      case STRICT -> STRICT;
      case DISTROLESS -> DISTROLESS;
    };
  }

  /// What a profile asks by a rule, or nothing where it does not have the rule.
  static <P extends Record> Optional<P> parameters(Profile profile, Rule<P> rule) {
    @SuppressWarnings("unchecked") // the table has a rule's own parameters under its id
    P parameters = (P) of(profile).get(rule.id());
    return Optional.ofNullable(parameters);
  }

  private static Map<String, Record> table(List<Rule<?>> rules, Map<String, Record> stricter) {
    Map<String, Record> table = new LinkedHashMap<>();
    rules.forEach(rule -> table.put(rule.id(), rule.defaults()));
    table.putAll(stricter);
    return Map.copyOf(table);
  }
}
