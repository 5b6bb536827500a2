package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.api.v1alpha1.Acceptance.Accepted;
import dev.plimsoll.api.v1alpha1.Acceptance.NotAccepted;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.rule.base.NonSlimBase;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.rule.user.RootUser;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  private static final Path SAMPLES = Path.of("../config/samples");
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void readsEveryField() {
    Policy policy = accepted(Corpus.policy(Corpus.DIRECTORY.resolve("valid-everything.yaml")));

    assertThat(policy.match().globs()).hasSize(4).contains("nginx");
    assertThat(policy.knownBases()).hasSize(2).contains("docker.io/library/debian:12");
    assertThat(policy.whenUndetermined())
        .containsEntry(Cause.SCAN_PENDING, UndeterminedAction.WARN)
        .containsEntry(Cause.UNREACHABLE, UndeterminedAction.ALLOW)
        .containsEntry(Cause.UNAUTHORIZED, UndeterminedAction.DENY)
        .containsEntry(Cause.NOT_FOUND, UndeterminedAction.DENY)
        .containsEntry(Cause.UNREADABLE, UndeterminedAction.WARN)
        .containsEntry(Cause.NOT_STATED, UndeterminedAction.DENY);
    assertThat(policy.rules())
        .extracting(setting -> setting.rule().id(), RuleSetting::enforcement)
        .contains(
            tuple("pull-size", Enforcement.ENFORCE),
            tuple("root-user", Enforcement.AUDIT),
            tuple("non-slim-base", Enforcement.WARN),
            tuple("compiler", Enforcement.WARN));
    assertThat(policy.rules().stream().<Record>map(RuleSetting::parameters))
        .contains(
            new PullSize.Parameters(new Bytes(3L << 29)),
            new NonSlimBase.Parameters(new Bytes(50_000_000)),
            new Compiler.Parameters(List.of("gcc-12", "golang-go", "@babel/core")));
  }

  @Test
  void isCalledByNamespaceAndName() {
    assertThat(accepted(Corpus.policyWith("profile: Baseline")).name()).isEqualTo("shop/load-line");
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aProfileAloneIsWhatIsReadOfItsName(Profile profile) throws IOException {
    JsonMapper json = new JsonMapper();
    String written = "{\"profile\": \"%s\"}".formatted(profile.title());

    assertThat(ImagePolicySpec.of(profile))
        .isEqualTo(json.readValue(written, ImagePolicySpec.class));
    assertThat(json.convertValue(profile, String.class)).isEqualTo(profile.title());
  }

  @Test
  void baselineIsItsRulesWithTheirDefaults() {
    Policy policy = accepted(Corpus.policyWith("{profile: Baseline, enforcement: Warn}"));

    assertThat(policy.rules())
        .extracting(setting -> setting.rule().id())
        .contains("root-user", "non-slim-base", "compiler", "secret-file")
        .doesNotContain("pull-size", "shell");
    assertThat(policy.rules())
        .allSatisfy(
            setting -> {
              assertThat((Record) setting.parameters()).isEqualTo(setting.rule().defaults());
              assertThat(setting.enforcement()).isEqualTo(Enforcement.WARN);
            });
  }

  @Test
  void ruleOverridesItsProfile() {
    Policy policy =
        accepted(
            Corpus.policyWith(
                "{profile: Baseline, rules: {user: {rootUser: {enforcement: Audit}}}}"));

    assertThat(policy.rules())
        .filteredOn(setting -> setting.rule().id().equals("root-user"))
        .singleElement()
        .extracting(RuleSetting::enforcement)
        .isEqualTo(Enforcement.AUDIT);
  }

  @Test
  void leavesOutARuleThatIsDisabledThoughTheProfileHasIt() {
    Policy policy =
        accepted(
            Corpus.policyWith(
                "{profile: Baseline, rules: {user: {rootUser: {enforcement: Disabled}}}}"));

    assertThat(policy.rules())
        .extracting(setting -> setting.rule().id())
        .contains("non-slim-base", "compiler")
        .doesNotContain("root-user");
  }

  @Test
  void policyWhoseOnlyRuleIsDisabledIsNone() {
    assertThat(
            notAccepted(Corpus.policyWith("rules: {user: {rootUser: {enforcement: Disabled}}}"))
                .faults())
        .singleElement()
        .asString()
        .contains("names no rule");
  }

  @ParameterizedTest
  @CsvSource({"Strict, 500, 10", "Distroless, 150, 1"})
  void profileHasItsOwnLimits(String profile, long pullSize, long baggage) {
    Policy policy = accepted(Corpus.policyWith("profile: " + profile));

    assertThat(policy.rules().stream().<Record>map(RuleSetting::parameters))
        .contains(
            new RootUser.Parameters(),
            new Compiler.Parameters(List.of()),
            new PullSize.Parameters(Bytes.ofMebi(pullSize)),
            new NonSlimBase.Parameters(Bytes.ofMebi(baggage)));
  }

  @Test
  void clustersPolicyIsCalledByItsNameAlone() {
    assertThat(accepted(Corpus.clusterPolicyWith("profile: Baseline")).name())
        .isEqualTo("load-line");
  }

  @Test
  void listsAllThatIsWrongWithNamespacesAndExemptions() {
    NotAccepted refused =
        notAccepted(
            Corpus.clusterPolicyWith(
                """
                profile: Baseline
                namespaceSelector: {matchExpressions: [{key: stage, operator: In}]}
                exemptions:
                  namespaceSelector: {matchExpressions: [{key: team}]}
                  rules: [compiler, rootUser]
                """));

    assertThat(refused.faults())
        .extracting(fault -> fault.substring(0, fault.indexOf(": ")))
        .containsExactly(
            "spec.namespaceSelector.matchExpressions[0]",
            "spec.exemptions.namespaceSelector.matchExpressions[0].operator",
            "spec.exemptions.rules");
  }

  @Test
  void honoursExemptionsFromTheOperatorsNamespaceUnlessItSaysOtherwise() {
    ExemptionTerms terms = Corpus.clusterPolicyWith("profile: Baseline").getSpec().exemptions();

    assertThat(terms.acceptFrom(Map.of(), true)).isTrue();
    assertThat(terms.acceptFrom(Map.of(), false)).isFalse();
    assertThat(terms.acceptRule("compiler")).isTrue();
    assertThat(terms.acceptFor(NOW, Instant.MAX)).isTrue();
  }

  @Test
  void honoursWhatItsTermsSay() {
    ExemptionTerms terms =
        Corpus.clusterPolicyWith(
                """
                profile: Baseline
                exemptions:
                  namespaceSelector: {matchLabels: {team: platform}}
                  maxDays: 2
                  rules: [compiler]
                """)
            .getSpec()
            .exemptions();

    assertThat(terms.acceptFrom(Map.of("team", "platform"), false)).isTrue();
    assertThat(terms.acceptFrom(Map.of("team", "shop"), true)).isFalse();
    assertThat(terms.acceptRule("compiler")).isTrue();
    assertThat(terms.acceptRule("root-user")).isFalse();
    assertThat(terms.acceptFor(NOW, NOW.plus(Duration.ofDays(2)))).isTrue();
    assertThat(terms.acceptFor(NOW, NOW.plus(Duration.ofDays(2)).plusSeconds(1))).isFalse();
  }

  @Test
  void emptyListOfRulesHonoursNone() {
    assertThat(
            Corpus.clusterPolicyWith("{profile: Baseline, exemptions: {rules: []}}")
                .getSpec()
                .exemptions()
                .acceptRule("compiler"))
        .isFalse();
  }

  @Test
  void listsAllThatIsWrong() {
    NotAccepted refused =
        notAccepted(
            Corpus.policyWith(
                """
                match:
                  images: [nginx, "https://registry.example.com"]
                  workloadSelector: {matchExpressions: [{key: tier, operator: In}]}
                knownBases: [" "]
                rules:
                  size: {pullSize: {max: 150MB}}
                  base: {nonSlimBase: {max: 0}}
                """));

    assertThat(refused.faults()).hasSize(5);
    assertThat(refused.faults())
        .extracting(fault -> fault.substring(0, fault.indexOf(": ")))
        .containsExactly(
            "spec.match.images[1]",
            "spec.match.workloadSelector.matchExpressions[0]",
            "spec.knownBases[0]",
            "spec.rules.size.pullSize.max",
            "spec.rules.base.nonSlimBase.max");
  }

  @ParameterizedTest
  @ValueSource(strings = {"150MB", "150m", "small", "'1e3'", "-5", "0", "0.0Mi", "''", "1 Gi"})
  void sizeThatIsNoneNamesItsField(String size) {
    NotAccepted refused =
        notAccepted(Corpus.policyWith("rules: {size: {pullSize: {max: " + size + "}}}"));

    assertThat(refused.faults())
        .singleElement()
        .asString()
        .startsWith("spec.rules.size.pullSize.max: ")
        .contains("150Mi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"enforcement: Enforce", "rules: {user: {}}", "rules: {user: {rootUser: }}"})
  void policyWithoutRuleIsNone(String spec) {
    assertThat(notAccepted(Corpus.policyWith(spec)).faults())
        .singleElement()
        .asString()
        .contains("names no rule");
  }

  @Test
  void policyWithoutSpecIsNone() {
    ImagePolicy policy = Corpus.policyWith("profile: Baseline");
    policy.setSpec(null);

    assertThat(notAccepted(policy).faults()).singleElement().asString().startsWith("spec: ");
  }

  @ParameterizedTest
  @MethodSource
  void acceptsWhatTheServerAccepts(Path file) throws IOException {
    CustomResource<? extends PolicySpec, ImagePolicyStatus> resource =
        Files.readString(file).contains("\nkind: ClusterImagePolicy\n")
            ? Corpus.read(file, ClusterImagePolicy.class)
            : Corpus.policy(file);

    assertThat(PolicyReader.read(resource)).isInstanceOf(Accepted.class);
  }

  static List<Path> acceptsWhatTheServerAccepts() {
    return Stream.of(
            Corpus.files("valid-"),
            Corpus.files(Corpus.CLUSTER, "valid-"),
            Corpus.files(SAMPLES, "").stream()
                .filter(file -> !file.getFileName().toString().startsWith("exemption-"))
                .toList())
        .flatMap(List::stream)
        .toList();
  }

  private static Policy accepted(CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    return switch (PolicyReader.read(resource)) {
      case Accepted(Policy policy) -> policy;
      case NotAccepted(List<String> faults) -> throw new AssertionError(faults);
    };
  }

  private static NotAccepted notAccepted(
      CustomResource<? extends PolicySpec, ImagePolicyStatus> resource) {
    return (NotAccepted) PolicyReader.read(resource);
  }
}
