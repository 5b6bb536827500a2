package dev.plimsoll.rule.buildtools;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.packages.Relations;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageBuildToolTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final String SITE = "/usr/local/lib/python3.12/site-packages/";
  private static final Elf PYTHON = new Elf(Linkage.STATIC, null, List.of(), List.of(), 0, true);
  private final LanguageBuildTool rule = new LanguageBuildTool();

  @Test
  void findsPoetryInACopiedDirectoryWithoutItsProgram() {
    FactsBuilder image = image().layer(5, "COPY --from=build /deps /deps");
    python(image, "poetry-core", 3);
    python(image, "Poetry", 6);
    python(image, "django", 30);

    Finding finding = rule.measure(image.facts()).getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("Poetry", Bytes.ofMebi(6)), new Evidence("poetry-core", Bytes.ofMebi(3)));
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("9.0 MiB on disk: Poetry, poetry-core", "none"));
    assertThat(rule.judge(finding, new Allowing(List.of("Poetry", "poetry-core")), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void findsMavenAndSaysWhatToCopy() {
    FactsBuilder image =
        image()
            .layer(5, "RUN curl maven | tar x")
            .files(FileClass.LANGUAGE_BUILD_TOOL, null, 10, "/opt/maven/lib/maven-core.jar");

    assertThat(rule.measure(image.facts()).getFirst().fix())
        .isEqualTo(
            "in RUN curl maven | tar x: leave out /opt/maven/lib/maven-core.jar; use it in a build"
                + " stage and COPY --from that only what it built or installed");
  }

  @Test
  void keepsInstallersOfOwnLayersApartFromBuilders() {
    FactsBuilder image = image().layer(5, "RUN python -m venv /venv && pip install poetry");
    python(image, "pip", 12);
    python(image, "poetry", 6);

    assertThat(rule.measure(image.facts()))
        .satisfiesExactly(
            builder -> assertThat(builder.what()).isEqualTo("poetry"),
            installer -> {
              assertThat(installer.what()).isEqualTo("pip");
              assertThat(installer.severity()).isEqualTo(Severity.MEDIUM);
              assertThat(installer.fix()).endsWith("make it --without-pip");
            });
  }

  @Test
  void onlyAdvisesOnInstallersOfTheBaseOrOfTheInterpretersLayer() {
    FactsBuilder withInterpreter = image().layer(5, "RUN make install");
    python(withInterpreter.program("/usr/local/bin/python3.12", PYTHON), "pip", 12);
    FactsBuilder based = image().layer(5, "RUN").base(BaseImage.Evidence.LAYERS, 1, "python:3.12");
    python(based, "setuptools", 12);

    assertThat(rule.measure(withInterpreter.facts()).getFirst().severity())
        .isEqualTo(Severity.ADVICE);
    assertThat(rule.measure(based.facts()).getFirst().severity()).isEqualTo(Severity.ADVICE);
  }

  @Test
  void saysHowToCopyWithoutInstallers() {
    FactsBuilder image = image().layer(5, "COPY --from=build " + SITE + " " + SITE);
    python(image, "wheel", 1);

    assertThat(rule.measure(image.facts()).getFirst().fix())
        .endsWith("or a virtual environment made --without-pip, which has no wheel");
  }

  @Test
  void leavesSetuptoolsThatAnInstalledPackageRequires() {
    FactsBuilder image = image().layer(5, "RUN pip install x");
    python(image, "setuptools", 3);
    image.installed(requiring("poetry", "setuptools"));
    assertThat(rule.measure(image.facts())).hasSize(1);

    image.installed(requiring("distutils-user", "SetupTools"));
    assertThat(rule.measure(image.facts())).isEmpty();
  }

  @Test
  void findsThePackagesOfDistributions() {
    FactsBuilder image =
        image()
            .layer(5, "RUN apt-get install python3-pip python3-poetry")
            .files(FileClass.PACKAGE_MANAGER, "python3-pip", 5, "/usr/bin/pip")
            .files(FileClass.OTHER, "python3-poetry", 5, "/usr/lib/python3/dist-packages/poetry")
            .files(FileClass.OTHER, "python3-django", 5, "/usr/lib/python3/dist-packages/django");

    assertThat(rule.measure(image.facts()))
        .extracting(Finding::what)
        .containsExactly("python3-poetry", "python3-pip");
  }

  @Test
  void leavesAnApplicationsNodeModulesToAnotherRule() {
    FactsBuilder image =
        image()
            .layer(5, "RUN npm ci")
            .owned(
                FileClass.LANGUAGE_BUILD_TOOL,
                npm("typescript"),
                60,
                "/app/node_modules/typescript/bin/tsc")
            .owned(
                FileClass.PACKAGE_MANAGER,
                npm("pnpm"),
                8,
                "/usr/local/lib/node_modules/pnpm/bin/pnpm");

    assertThat(rule.measure(image.facts())).extracting(Finding::what).containsExactly("pnpm");
  }

  private static PackageName npm(String name) {
    return new PackageName(Ecosystem.NPM, name);
  }

  private static void python(FactsBuilder image, String name, long mebi) {
    image.owned(FileClass.OTHER, new PackageName(Ecosystem.PYTHON, name), mebi, SITE + name);
  }

  private static PackageRecord requiring(String name, String needed) {
    return PackageRecord.of(Ecosystem.PYTHON, name, "1").needing(Relations.on(List.of(needed)));
  }
}
