package dev.plimsoll;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.plimsoll.policy.Enforcement;
import dev.plimsoll.policy.UndeterminedAction;

/// The walls of core: arrows go one way, and nothing but values and streams comes in.
@AnalyzeClasses(packages = "dev.plimsoll", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule arrowsGoOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("reference")
          .definedBy("dev.plimsoll.reference..")
          .layer("image")
          .definedBy("dev.plimsoll.image..")
          .layer("registry")
          .definedBy("dev.plimsoll.registry..", "dev.plimsoll.layout..")
          .layer("layer")
          .definedBy("dev.plimsoll.layer..")
          .layer("facts")
          .definedBy("dev.plimsoll.facts..")
          .layer("rule")
          .definedBy("dev.plimsoll.rule..")
          .layer("prediction")
          .definedBy("dev.plimsoll.prediction..")
          .layer("policy")
          .definedBy("dev.plimsoll.policy..")
          .layer("verdict")
          .definedBy("dev.plimsoll.verdict..")
          .layer("evaluation")
          .definedBy("dev.plimsoll.evaluation..")
          .layer("wording")
          .definedBy("dev.plimsoll.wording..")
          .whereLayer("wording")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("evaluation")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("registry")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("verdict")
          .mayOnlyBeAccessedByLayers("evaluation", "wording")
          .whereLayer("policy")
          .mayOnlyBeAccessedByLayers("verdict", "evaluation", "wording")
          .whereLayer("prediction")
          .mayOnlyBeAccessedByLayers("verdict", "wording")
          .whereLayer("rule")
          .mayOnlyBeAccessedByLayers("prediction", "policy", "verdict", "evaluation", "wording")
          .whereLayer("facts")
          .mayOnlyBeAccessedByLayers(
              "rule", "prediction", "policy", "verdict", "evaluation", "wording")
          .whereLayer("layer")
          .mayOnlyBeAccessedByLayers("facts")
          .whereLayer("image")
          .mayOnlyBeAccessedByLayers(
              "registry",
              "layer",
              "facts",
              "rule",
              "prediction",
              "policy",
              "verdict",
              "evaluation",
              "wording");

  @ArchTest
  static final ArchRule verdictsKnowOfPoliciesOnlyWhatTheyDo =
      noClasses()
          .that()
          .resideInAnyPackage("dev.plimsoll.verdict..", "dev.plimsoll.wording..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.plimsoll.policy..")
                  .and(not(belongToAnyOf(Enforcement.class, UndeterminedAction.class))))
          .because("what is said can be read without what was asked");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.plimsoll.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule coreIsPlainJava =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.quarkus..", "io.fabric8..", "jakarta..", "org.slf4j..", "java.util.logging..")
          .because("core serves the webhook, the audit and the command line alike");

  @ArchTest
  static final ArchRule rulesAndPoliciesArePure =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.plimsoll.rule..",
              "dev.plimsoll.prediction..",
              "dev.plimsoll.policy..",
              "dev.plimsoll.verdict..",
              "dev.plimsoll.evaluation..",
              "dev.plimsoll.wording..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
          .because("a rule measures facts, and all that follows is a function of that");

  @ArchTest
  static final ArchRule rulesAndPoliciesHaveNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.plimsoll.rule..",
              "dev.plimsoll.prediction..",
              "dev.plimsoll.policy..",
              "dev.plimsoll.verdict..",
              "dev.plimsoll.evaluation..",
              "dev.plimsoll.wording..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("the moment of judging is an argument");

  /// A package manager is a thing that images carry.
  @ArchTest
  static final ArchRule namesSayWhatIsInside =
      classes()
          .should()
          .haveNameNotMatching(
              ".*((?<!\\.Package)Manager|Helper|Util|Utils|Processor|Impl|Data|Info)")
          .andShould()
          .haveNameNotMatching(".*\\.Abstract[A-Z].*")
          .because("such names tell a reader nothing");
}
