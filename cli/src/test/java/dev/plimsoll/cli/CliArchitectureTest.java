package dev.plimsoll.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The walls of the command line.
@AnalyzeClasses(packages = "dev.plimsoll.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class CliArchitectureTest {
  @ArchTest
  static final ArchRule onlyInspectionKnowsWhereImagesComeFrom =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.plimsoll.cli.inspection")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.plimsoll.registry..")
          .because("a verdict must not depend on the source that an image was read from");

  @ArchTest
  static final ArchRule commandsAloneKnowHowTheyAreCalled =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.plimsoll.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..")
          .because("what is found out has nothing to do with options");

  @ArchTest
  static final ArchRule onlyJudgingReachesVerdicts =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.plimsoll.cli.judging", "dev.plimsoll.cli.fleet")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.plimsoll.evaluation..")
          .because("what is printed has been judged, and by the same room for every command");

  @ArchTest
  static final ArchRule policiesAreReadWithoutJudging =
      noClasses()
          .that()
          .resideInAnyPackage("dev.plimsoll.cli.policy", "dev.plimsoll.cli.cluster")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.plimsoll.verdict..", "dev.plimsoll.evaluation..", "dev.plimsoll.wording..")
          .because("what is asked does not hang on what is said");

  @ArchTest
  static final ArchRule noClientOfKubernetesComesIn =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.quarkus..", "jakarta..")
          .because("the command line starts in a moment and weighs little");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.plimsoll.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatIsInside =
      classes()
          .should()
          .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Processor|Impl|Data|Info)")
          .because("such names tell a reader nothing");
}
