package dev.plimsoll.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The walls of the custom resources.
@AnalyzeClasses(packages = "dev.plimsoll.api", importOptions = ImportOption.DoNotIncludeTests.class)
class CrdsArchitectureTest {
  @ArchTest
  static final ArchRule resourcesAskAndJudgeNothing =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.plimsoll.verdict..",
              "dev.plimsoll.evaluation..",
              "dev.plimsoll.wording..",
              "dev.plimsoll.prediction..")
          .because("a resource says what is asked; what comes of it is said elsewhere");

  @ArchTest
  static final ArchRule resourcesReadNoImage =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.plimsoll.registry..", "dev.plimsoll.layout..", "dev.plimsoll.layer..")
          .because("a policy can be read where no registry can");
}
