package dev.plimsoll.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.InstalledPackage;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Trait;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  @Test
  void toolsGoWithWhatOnlyTheyRequire() {
    Dependencies dependencies =
        of(
            python("poetry", List.of("dulwich", "requests")),
            python("dulwich", List.of()),
            python("requests", List.of()),
            python("app", List.of("requests")));

    assertThat(dependencies.going()).containsExactlyInAnyOrder(name("poetry"), name("dulwich"));
  }

  @Test
  void aToolThatTheApplicationRequiresIsNone() {
    Dependencies dependencies =
        of(
            python("setuptools", List.of()),
            python("pytest", List.of("pluggy")),
            python("pluggy", List.of()),
            python("app", List.of("setuptools", "pytest")));

    assertThat(dependencies.going()).isEmpty();
  }

  @Test
  void aToolThatStartsTheContainerStays() {
    Dependencies dependencies =
        Dependencies.of(List.of(installed(python("uv", List.of()))), 0, Set.of(name("uv")));

    assertThat(dependencies.going()).isEmpty();
  }

  @Test
  void whatABaseBringsIsNotTheApplications() {
    List<InstalledPackage> packages = List.of(installed(python("pytest", List.of())));

    assertThat(Dependencies.of(packages, 1, Set.of()).going()).isEmpty();
    assertThat(Dependencies.of(packages, 0, Set.of()).going()).containsExactly(name("pytest"));
  }

  @Test
  void whatCameAlongAndNothingAsksForIsInDoubtBesideTools() {
    PackageRecord app = python("app", List.of("h11")).with(Trait.MANUAL);
    PackageRecord h11 = python("h11", List.of()).with(Trait.AUTOMATIC);
    PackageRecord extra = python("truststore", List.of("zstd")).with(Trait.AUTOMATIC);
    PackageRecord zstd = python("zstd", List.of()).with(Trait.AUTOMATIC);
    PackageRecord tool = python("poetry", List.of()).with(Trait.MANUAL);

    Dependencies dependencies = of(app, h11, extra, zstd, tool);

    assertThat(dependencies.going()).containsExactly(name("poetry"));
    assertThat(dependencies.fateOf(name("zstd"))).isEqualTo(Fate.LIKELY_STAYS);
    assertThat(dependencies.fateOf(name("h11"))).isEqualTo(Fate.STAYS);
    assertThat(of(app, h11, extra, zstd).fateOf(name("zstd"))).isEqualTo(Fate.STAYS);
  }

  @Test
  void aLockFilesFlagsDecideForNodePackages() {
    PackageRecord needed = PackageRecord.of(Ecosystem.NPM, "typescript", "5");
    PackageRecord development =
        PackageRecord.of(Ecosystem.NPM, "left-pad", "1").with(Trait.DEVELOPMENT);

    assertThat(of(needed, development).going()).containsExactly(development.name());
  }

  @Test
  void aPackageOfWhichOnlySomeCopiesAreForDevelopmentIsInDoubt() {
    PackageRecord copy = PackageRecord.of(Ecosystem.NPM, "semver", "7");
    Dependencies dependencies = of(copy, copy, copy.with(Trait.DEVELOPMENT));

    assertThat(dependencies.fateOf(copy.name())).isEqualTo(Fate.LIKELY_STAYS);
  }

  private static Dependencies of(PackageRecord... records) {
    FactsBuilder image = FactsBuilder.image().layer(1, null);
    for (PackageRecord record : records) {
      image.installed(record);
    }
    return Dependencies.of(image.facts().files().orElseThrow().packages(), 0, Set.of());
  }

  private static InstalledPackage installed(PackageRecord record) {
    return new InstalledPackage(record, "", 1, 0, null, null);
  }

  private static PackageRecord python(String name, List<String> needs) {
    return PackageRecord.of(Ecosystem.PYTHON, name, "1").needing(Relations.on(needs));
  }

  private static PackageName name(String python) {
    return new PackageName(Ecosystem.PYTHON, python);
  }
}
