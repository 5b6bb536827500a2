package dev.plimsoll.rule.leftovers;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.packages.Trait;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversRulesTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);

  @Test
  void findsACopiedVersionControlDirectory() {
    VcsDirectory rule = new VcsDirectory();
    Finding finding = rule.measure(git("COPY . /app").facts()).getFirst();

    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.fix()).isEqualTo("in COPY . /app: write into .dockerignore: **/.git");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("30.0 MiB on disk of version control directories", "64.0 KiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(30), ANY)).isEqualTo(new Within());
  }

  @Test
  void takesALayerWithoutHistoryForACopyAndACommandForNone() {
    assertThat(new VcsDirectory().measure(git(null).facts())).hasSize(1);
    assertThat(new VcsDirectory().measure(git("RUN git clone x").facts())).isEmpty();
    assertThat(
            new VcsDirectory()
                .measure(git("COPY . /").base(BaseImage.Evidence.LAYERS, 2, "b").facts()))
        .isEmpty();
  }

  @Test
  void leavesAloneWhatAPackageOwns() {
    FactsBuilder owned =
        image().layer(1, "COPY . /").files(FileClass.VCS_DIRECTORY, "git", 9, "/x/.git/a");

    assertThat(new VcsDirectory().measure(owned.facts())).isEmpty();
  }

  @Test
  void makesAFindingForEachKindWithItsLines() {
    List<Finding> findings = new DockerignoreLeftovers().measure(context("COPY . /app").facts());

    assertThat(findings)
        .extracting(Finding::fix)
        .containsExactly(
            "in COPY . /app: write into .dockerignore: **/.vscode, **/docker-compose*",
            "in COPY . /app: write into .dockerignore: **/.pytest_cache",
            "in COPY . /app: write into .dockerignore: **/tests",
            "in COPY . /app: write into .dockerignore: **/docs",
            "in COPY . /app: write into .dockerignore: **/__pycache__",
            "in COPY . /app: write into .dockerignore: **/*.log");
  }

  @Test
  void takesBytecodeForALeftoverInCopiesFromTheContextOnly() {
    assertThat(new DockerignoreLeftovers().measure(context("COPY --from=b /a /a").facts()))
        .extracting(Finding::what)
        .doesNotContain("Python bytecode")
        .hasSize(5);
    assertThat(new DockerignoreLeftovers().measure(context("COPY dir:0123456789ab in /a").facts()))
        .filteredOn(finding -> finding.what().equals("Python bytecode"))
        .extracting(Finding::severity)
        .containsExactly(Severity.ADVICE);
    FactsBuilder installed =
        image()
            .layer(1, "COPY . /app")
            .files(FileClass.BYTECODE, null, 9, "/app/lib/site-packages/a/__pycache__/a.pyc")
            .files(FileClass.LOG, null, 9, "/var/log/dpkg.log");
    assertThat(new DockerignoreLeftovers().measure(installed.facts())).isEmpty();
  }

  @Test
  void findsWhatNpmMarksAndNothingIsInProduction() {
    DevNodeModules rule = new DevNodeModules();
    FactsBuilder image =
        image()
            .layer(1, "RUN npm install")
            .installed(npm("jest").with(Trait.DEVELOPMENT))
            .installed(npm("express"))
            .installed(npm("semver").with(Trait.DEVELOPMENT))
            .installed(npm("semver"))
            .owned(FileClass.OTHER, npm("jest").name(), 7, "/app/node_modules/jest/a.js")
            .owned(FileClass.OTHER, npm("express").name(), 5, "/app/node_modules/express/a.js")
            .owned(FileClass.OTHER, npm("semver").name(), 3, "/app/node_modules/semver/a.js");

    Finding finding = rule.measure(image.facts()).getFirst();
    assertThat(finding.measure()).isEqualTo(new Finding.Measure.DiskSize(Bytes.ofMebi(7)));
    assertThat(finding.fix()).startsWith("in RUN npm install: install with npm ci --omit=dev");
    assertThat(rule.judge(finding, rule.defaults(), ANY)).isInstanceOf(Beyond.class);
    assertThat(rule.judge(finding, new Allowing(List.of("jest")), ANY)).isEqualTo(new Within());
  }

  @Test
  void findsKnownPythonPackagesUnlessAnotherRequiresThem() {
    assertThat(new DevDependencies().measure(python("requests").facts()))
        .singleElement()
        .satisfies(
            f -> assertThat(f.evidence()).extracting(e -> e.subject()).containsExactly("pytest"));
    assertThat(new DevDependencies().measure(python("PyTest").facts())).isEmpty();
  }

  @Test
  void findsWhatComposerMarks() {
    PackageRecord phpunit =
        PackageRecord.of(Ecosystem.COMPOSER, "phpunit/phpunit", "9").with(Trait.DEVELOPMENT);
    FactsBuilder image =
        image()
            .layer(1, "RUN composer install")
            .installed(phpunit)
            .owned(FileClass.OTHER, phpunit.name(), 7, "/app/vendor/phpunit/a.php");

    assertThat(new DevDependencies().measure(image.facts()).getFirst().fix())
        .isEqualTo("in RUN composer install: install with composer install --no-dev");
  }

  @Test
  void findsTheApplicationsOwnSourceMapsOnly() {
    PackageName react = npm("react").name();
    FactsBuilder image =
        image()
            .layer(1, "COPY dist /srv")
            .files(FileClass.SOURCE_MAP, null, 4, "/srv/app.js.map")
            .owned(FileClass.SOURCE_MAP, react, 9, "/srv/node_modules/react/a.js.map");

    assertThat(new SourceMaps().measure(image.facts()))
        .extracting(Finding::measure)
        .containsExactly(new Finding.Measure.DiskSize(Bytes.ofMebi(4)));
  }

  @Test
  void tellsTheBasesDocumentationFromOnesOwnAndLeavesCopyrightFiles() {
    List<Finding> findings = new Documentation().measure(documented(9).facts());

    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.ADVICE, Severity.LOW);
    assertThat(findings.get(1).measure()).isEqualTo(new Finding.Measure.DiskSize(Bytes.ofMebi(8)));
    assertThat(findings.get(1).fix()).contains("/etc/dpkg/dpkg.cfg.d/excludes");
  }

  @Test
  void leavesTheDocumentationOfAFullBaseToTheRuleAboutBases() {
    assertThat(new Documentation().measure(documented(31).facts()))
        .extracting(Finding::severity)
        .containsExactly(Severity.LOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUN dnf install a", "RUN apk add a"})
  void namesTheOptionOfThePackageManager(String instruction) {
    FactsBuilder image =
        image().layer(1, instruction).files(FileClass.MAN_PAGE, "a", 9, "/usr/share/man/a");

    assertThat(new Documentation().measure(image.facts()).getFirst().fix())
        .endsWith(instruction.contains("dnf") ? "tsflags=nodocs" : "-doc and -lang");
  }

  private static FactsBuilder documented(long baseMebi) {
    return image()
        .debian()
        .layer(1, "ADD rootfs")
        .files(FileClass.MAN_PAGE, "bash", baseMebi, "/usr/share/man/man1/bash.1.gz")
        .layer(1, "RUN apt-get install curl")
        .files(FileClass.DOCUMENTATION, "curl", 8, "/usr/share/doc/curl/manual")
        .files(FileClass.DOCUMENTATION, "zlib1g", 1, "/usr/share/doc/zlib1g/copyright")
        .base(BaseImage.Evidence.LAYERS, 1, "debian:12");
  }

  private static FactsBuilder python(String requiredByApp) {
    PackageRecord app =
        PackageRecord.of(Ecosystem.PYTHON, "app", "1")
            .needing(Relations.on(List.of(requiredByApp)));
    PackageRecord pytest = PackageRecord.of(Ecosystem.PYTHON, "pytest", "8");
    return image()
        .layer(1, "RUN pip install app pytest")
        .installed(app)
        .installed(pytest)
        .owned(FileClass.OTHER, pytest.name(), 2, "/lib/site-packages/pytest/a.py");
  }

  private static PackageRecord npm(String name) {
    return PackageRecord.of(Ecosystem.NPM, name, "1");
  }

  private static FactsBuilder git(String instruction) {
    return image()
        .layer(9, "ADD rootfs")
        .layer(9, instruction)
        .files(FileClass.VCS_DIRECTORY, null, 30, "/app/.git/objects/pack/a.pack")
        .base(BaseImage.Evidence.LAYERS, 1, "debian:12");
  }

  private static FactsBuilder context(String instruction) {
    return image()
        .layer(9, instruction)
        .files(FileClass.DOCKERIGNORE_LEFTOVER, null, 1, "/app/docker-compose.yml")
        .files(FileClass.DOCKERIGNORE_LEFTOVER, null, 1, "/app/.vscode/settings.json")
        .files(FileClass.TEST_CACHE, null, 1, "/app/.pytest_cache/v/a")
        .files(FileClass.APPLICATION_TESTS, null, 1, "/app/tests/a.py")
        .files(FileClass.APPLICATION_DOCS, null, 1, "/app/docs/a.md")
        .files(FileClass.BYTECODE, null, 1, "/app/__pycache__/a.pyc")
        .files(FileClass.LOG, null, 1, "/app/debug.log");
  }
}
