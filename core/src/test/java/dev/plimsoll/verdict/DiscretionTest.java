package dev.plimsoll.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.Measurements;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.Inspection.Inspected;
import dev.plimsoll.facts.Unknown;
import dev.plimsoll.facts.Unknown.Cause;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.ImageMatch;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.RuleSetting;
import dev.plimsoll.policy.UndeterminedAction;
import dev.plimsoll.reference.Reference;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Rule;
import dev.plimsoll.rule.buildtools.Compiler;
import dev.plimsoll.rule.catalogue.Catalogue;
import dev.plimsoll.rule.size.PullSize;
import dev.plimsoll.wording.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Nothing of what is in an image is told to those whom it is not open to.
class DiscretionTest {
  private static final Facts IMAGE =
      FactsBuilder.image()
          .user("hidden-user")
          .layer(600, "RUN hidden-command --token=x")
          .files(FileClass.COMPILER, "hidden-package", 40, "opt/hidden-path/gcc")
          .files(FileClass.APT_LISTS, "hidden-owner", 20, "var/lib/apt/lists/hidden-list")
          .facts();

  @Test
  void tellsRuleActualAndLimitAndNothingElse() {
    Verdict verdict =
        verdict(
            List.of(
                setting(new Compiler(), Enforcement.ENFORCE),
                setting(new PullSize(), Enforcement.ENFORCE)));

    String told = verdict.withoutEvidence().toString();
    String refusal =
        Wording.refusal(
            "Pod shop/web", List.of(new JudgedImage("web:1", "app", verdict).withoutEvidence()));

    assertThat(verdict.toString()).contains("hidden-command");
    assertThat(told).doesNotContain("hidden");
    assertThat(refusal)
        .doesNotContain("hidden")
        .contains("- compiler: 40.0 MiB on disk, limit none")
        .contains("- pull-size: 600.0 MiB to pull, limit ")
        .contains("= what is in the image is told only where pull secrets open its repository");
  }

  @Test
  void tellsNothingByAnyRuleOfTheCatalogue() {
    Verdict verdict = verdict(Enforcement.ENFORCE);

    assertThat(verdict.violations()).hasSizeGreaterThan(6);
    assertThat(verdict.withoutEvidence().toString()).doesNotContain("hidden");
  }

  @Test
  void stillTellsHowAnImageShouldBeNamed() {
    Verdict told = verdict(Enforcement.ENFORCE).withoutEvidence();

    assertThat(told.violations())
        .filteredOn(violation -> violation.rule().equals("digest-required"))
        .singleElement()
        .satisfies(violation -> assertThat(violation.finding().fix()).contains("sha256"));
  }

  @Test
  void leavesTheVerdictAsItIs() {
    for (Enforcement enforcement : Enforcement.values()) {
      Verdict verdict = verdict(enforcement);
      Verdict told = verdict.withoutEvidence();

      assertThat(told.getClass()).isEqualTo(verdict.getClass());
      assertThat(told.mayPass()).isEqualTo(verdict.mayPass());
      assertThat(told.violations())
          .extracting(Violation::rule)
          .containsExactlyElementsOf(verdict.violations().stream().map(Violation::rule).toList());
      assertThat(told.violations())
          .extracting(Violation::limit)
          .containsExactlyElementsOf(verdict.violations().stream().map(Violation::limit).toList());
      assertThat(told.hasEvidence()).isFalse();
    }
  }

  @Test
  void keepsWhyARegistryRefusesAndNotWhyAnImageCannotBeRead() {
    Verdict verdict =
        new Verdict.Undetermined(
            List.of(),
            List.of(
                undecided(Cause.UNAUTHORIZED, "Secret shop/regcred does not exist"),
                undecided(Cause.UNREADABLE, "the path hidden/path is too long")));

    assertThat(verdict.withoutEvidence().undecided())
        .extracting(undecided -> undecided.why().detail())
        .containsExactly(
            "Secret shop/regcred does not exist",
            "why is told only where the image's repository gives access");
  }

  @Test
  void tellsNothingOfWhatIsExemptOrToleratedEither() {
    Verdict verdict =
        new Verdict.Admitted(
            List.of(),
            List.of(new Exempted("shop/a", "shop/b", "compiler", "hidden-package")),
            List.of(new Tolerated("shop/a", "headers", "hidden-header", null)));

    assertThat(verdict.withoutEvidence().toString()).doesNotContain("hidden");
  }

  private static UndecidedRules undecided(Cause cause, String detail) {
    return new UndecidedRules(
        "shop/load-line", List.of("compiler"), new Unknown(cause, detail), UndeterminedAction.DENY);
  }

  /// Every rule of the catalogue, with what it asks for by default.
  private static Verdict verdict(Enforcement enforcement) {
    List<RuleSetting<?>> rules = new ArrayList<>();
    Catalogue.rules().forEach(rule -> rules.add(setting(rule, enforcement)));
    return verdict(rules);
  }

  private static Verdict verdict(List<RuleSetting<?>> rules) {
    Policy policy = new Policy("shop/load-line", ImageMatch.EVERYTHING, rules, Map.of(), List.of());
    return new Evaluator(Measurements.ON_THE_SPOT)
        .evaluate(
            List.of(policy),
            List.of(new Inspected(IMAGE)),
            new ContainerContext("app", null).of(Reference.parse("registry.example.com/web:1")));
  }

  private static <P extends Record> RuleSetting<P> setting(Rule<P> rule, Enforcement enforcement) {
    return new RuleSetting<>(rule, rule.defaults(), enforcement);
  }
}
