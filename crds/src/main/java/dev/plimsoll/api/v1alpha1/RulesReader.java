package dev.plimsoll.api.v1alpha1;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.profile.ProfileRule;
import dev.plimsoll.policy.profile.Profiles;
import dev.plimsoll.rule.Family;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.parameter.Declaration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads `spec.rules` over a profile: the rules of the catalogue, in its order, as the policy has
/// them.
///
/// What the API server's schema refuses is refused here too.
final class RulesReader {
  private static final String PATH = "spec.rules";
  private static final String ENFORCEMENT = "enforcement";

  private final JsonNode families;
  private final Profile profile;
  private final Enforcement inherited;
  private final List<RuleSetting<?>> rules = new ArrayList<>();
  private final List<String> faults;

  private RulesReader(PolicySpec spec, List<String> faults) {
    families = spec.rules();
    profile = spec.profile();
    inherited = spec.enforcement().enforcement();
    this.faults = faults;
  }

  /// The rules of a policy; what is wrong is added to `faults`.
  static List<RuleSetting<?>> read(PolicySpec spec, List<String> faults) {
    RulesReader reader = new RulesReader(spec, faults);
    if (!reader.families.isObject()) {
      faults.add(PATH + ": must be a map of families; write <family>: {<rule>: {}}");
      return List.of();
    }
    Catalogue.rules().forEach(reader::read);
    JsonNode custom = spec.rules().path(Family.CUSTOM.field());
    reader.rules.addAll(CustomRulesReader.read(custom, reader.inherited, faults));
    return reader.rules;
  }

  /// What is written under names that mean nothing here: misspelt, or newer than this.
  static List<String> unknownNames(JsonNode families) {
    List<String> unknown = new ArrayList<>();
    List<String> known = Arrays.stream(Family.values()).map(Family::field).toList();
    for (Map.Entry<String, JsonNode> family : families.properties()) {
      if (!known.contains(family.getKey())) {
        unknown.add(unknown(PATH + "." + family.getKey(), "family of rules", known));
      } else if (!family.getKey().equals(Family.CUSTOM.field())) {
        unknown.addAll(unknownRules(family.getKey(), family.getValue()));
      }
    }
    return unknown;
  }

  private static List<String> unknownRules(String family, JsonNode written) {
    Map<String, Rule<?>> known = new TreeMap<>();
    Catalogue.rules().stream()
        .filter(rule -> rule.description().family().field().equals(family))
        .forEach(rule -> known.put(rule.description().field(), rule));
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : written.properties()) {
      String path = PATH + "." + family + "." + field.getKey();
      Rule<?> rule = known.get(field.getKey());
      if (rule == null) {
        unknown.add(unknown(path, "rule", known.keySet()));
      } else {
        unknown.addAll(unknownParameters(path, rule, field.getValue()));
      }
    }
    return unknown;
  }

  private static List<String> unknownParameters(String path, Rule<?> rule, JsonNode written) {
    List<String> known =
        Stream.concat(Declaration.of(rule).stream().map(Declaration::name), Stream.of(ENFORCEMENT))
            .toList();
    return written.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !known.contains(name))
        .map(name -> unknown(path + "." + name, "parameter", known))
        .toList();
  }

  /// A rule that is written down is as written, or disabled; else the profile decides.
  private <P extends Record> void read(Rule<P> rule) {
    String path = PATH + "." + rule.description().path();
    JsonNode written =
        families.path(rule.description().family().field()).path(rule.description().field());
    if (written.isMissingNode() || written.isNull()) {
      Profiles.ruleOf(profile.profile(), rule.id()).ifPresent(this::addAsProfiled);
    } else if (!written.isObject()) {
      faults.add(path + ": must be a map; write {} for the defaults");
    } else {
      Optional<RuleMode> mode = mode(path, written.path(ENFORCEMENT));
      P parameters = Declaration.parameters(rule, values(path, rule, written));
      mode.map(RuleMode::enforcement)
          .orElse(Optional.of(inherited))
          .ifPresent(
              enforcement ->
                  rules.add(new RuleSetting<>(rule, parameters, enforcement, mode.isPresent())));
    }
  }

  /// A rule that is new in this release only records, so that an upgrade breaks nobody's deploy.
  private void addAsProfiled(ProfileRule<?> asked) {
    ProfileRule<?> known =
        Catalogue.isNew(asked.rule()) ? asked.noHarderThan(Enforcement.AUDIT) : asked;
    rules.add(known.setting(inherited));
  }

  private Optional<RuleMode> mode(String path, JsonNode written) {
    if (written.isMissingNode() || written.isNull()) {
      return Optional.empty();
    }
    Optional<RuleMode> mode =
        Arrays.stream(RuleMode.values())
            .filter(known -> ApiName.of(known).equals(written.asText()))
            .findFirst();
    if (mode.isEmpty()) {
      faults.add(
          "%s.%s: \"%s\" is none of %s"
              .formatted(
                  path,
                  ENFORCEMENT,
                  written.asText(),
                  Arrays.stream(RuleMode.values()).map(ApiName::of).collect(joining(", "))));
    }
    return mode;
  }

  private Map<String, Object> values(String path, Rule<?> rule, JsonNode written) {
    List<Declaration> declared = Declaration.of(rule);
    Map<String, Object> values = new HashMap<>();
    for (Declaration parameter : declared) {
      Object value =
          value(path + "." + parameter.name(), parameter, written.path(parameter.name()));
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    return values;
  }

  private @Nullable Object value(String path, Declaration parameter, JsonNode written) {
    if (written.isMissingNode() || written.isNull()) {
      if (parameter.required()) {
        faults.add(path + ": is missing; " + parameter.kind().hint());
      }
      return null;
    }
    if (!parameter.kind().isList()) {
      return one(path, parameter, written);
    }
    if (!written.isArray()) {
      faults.add(path + ": must be a list; " + parameter.kind().hint());
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Object value = one(path + "[" + i + "]", parameter, written.path(i));
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private @Nullable Object one(String path, Declaration parameter, JsonNode written) {
    try {
      return parameter.kind().parse(written.isValueNode() ? written.asText() : "");
    } catch (IllegalArgumentException e) {
      faults.add(path + ": " + e.getMessage());
      return null;
    }
  }

  private static String unknown(String path, String what, Collection<String> known) {
    return "%s: there is no such %s; there are %s"
        .formatted(path, what, known.stream().sorted().collect(joining(", ")));
  }
}
