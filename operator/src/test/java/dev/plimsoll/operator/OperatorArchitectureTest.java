package dev.plimsoll.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.plimsoll.wording.Wording;
import jakarta.inject.Inject;

/// The walls of the operator.
@AnalyzeClasses(
    packages = "dev.plimsoll.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class OperatorArchitectureTest {
  @ArchTest
  static final ArchRule onlyWiringKnowsRegistries =
      noClasses()
          .that()
          .haveNameNotMatching(
              "dev\\.plimsoll\\.operator\\.inspection\\.(InspectionWiring|RegistryConfiguration.*)")
          .and()
          .resideOutsideOfPackage("dev.plimsoll.operator.credential")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.plimsoll.registry..")
          .because("everything else reads images through dev.plimsoll.image.ImageSource");

  @ArchTest
  static final ArchRule decidingKnowsNeitherHttpNorKubernetes =
      noClasses()
          .that()
          .resideInAPackage("dev.plimsoll.operator.admission")
          .and()
          .haveSimpleNameNotStartingWith("AdmissionResource")
          .and()
          .haveSimpleNameNotEndingWith("Wiring")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.quarkus..", "io.vertx..", "jakarta..")
          .because("a decision is a function of the review, the policies and the inspections");

  @ArchTest
  static final ArchRule inspectingKnowsNoAdmission =
      noClasses()
          .that()
          .resideInAPackage("dev.plimsoll.operator.inspection")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.plimsoll.operator.admission", "dev.plimsoll.operator.audit")
          .because("webhook and audit look at images in the same way");

  @ArchTest
  static final ArchRule recordingKnowsNoAudit =
      noClasses()
          .that()
          .resideInAnyPackage("dev.plimsoll.operator.taking", "dev.plimsoll.operator.running")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.plimsoll.operator.audit")
          .because("both are told of what runs by the same room");

  @ArchTest
  static final ArchRule policiesAreFoundWithoutJudging =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.plimsoll.operator.policy",
              "dev.plimsoll.operator.exemption",
              "dev.plimsoll.operator.baseline",
              "dev.plimsoll.operator.pinning")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.plimsoll.verdict..", "dev.plimsoll.evaluation..", "dev.plimsoll.wording..")
          .because("which policies match hangs on no image");

  @ArchTest
  static final ArchRule countingJudgesNothing =
      noClasses()
          .that()
          .resideInAPackage("dev.plimsoll.operator.metrics")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.plimsoll.evaluation..", "dev.plimsoll.wording..")
          .because("what is counted has been judged, and a metric is not for reading aloud");

  @ArchTest
  static final ArchRule onlyTheAnswerPutsVerdictsIntoWords =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.plimsoll.operator.admission")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Wording.class)
          .because("its lengths are those of a webhook's answer");

  @ArchTest
  static final ArchRule arrowsBetweenPackagesGoOneWay =
      slices()
          .matching("dev.plimsoll.operator.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a room that needs its neighbour which needs it is one room");

  @ArchTest
  static final ArchRule settingsKnowNoRoom =
      noClasses()
          .that()
          .resideInAPackage("dev.plimsoll.operator")
          .and()
          .doNotHaveSimpleName("Main")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.plimsoll.operator.*..")
          .because("every room asks the settings");

  @ArchTest
  static final ArchRule nothingUsesKindsThatAreNotPackaged =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.api.model.flowcontrol..",
              "io.fabric8.kubernetes.api.model.gatewayapi..",
              "io.fabric8.kubernetes.api.model.metrics..",
              "io.fabric8.kubernetes.api.model.networking..",
              "io.fabric8.kubernetes.api.model.policy..",
              "io.fabric8.kubernetes.api.model.resource..",
              "io.fabric8.kubernetes.api.model.storage..")
          .because("application.properties leaves them out of the operator (removed-artifacts)");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      fields().should().notBeAnnotatedWith(Inject.class);

  @ArchTest
  static final ArchRule namesSayWhatIsInside =
      classes()
          .should()
          .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Processor|Impl|Data|Info)")
          .andShould()
          .haveNameNotMatching(".*\\.Abstract[A-Z].*")
          .because("such names tell a reader nothing");
}
