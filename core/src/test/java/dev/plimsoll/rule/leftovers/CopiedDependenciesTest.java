package dev.plimsoll.rule.leftovers;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.DependencyTree.Kind;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopiedDependenciesTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);

  private final CopiedDependencies rule = new CopiedDependencies();

  @Test
  void findsNodeModulesThatCameFromTheContext() {
    Finding finding = only("COPY . /app", Kind.NODE_MODULES, "/app/node_modules");

    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.what()).isEqualTo("/app/node_modules");
    assertThat(finding.measure()).isEqualTo(new Finding.Measure.DiskSize(Bytes.ofMebi(12)));
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.evidence())
        .containsExactly(new Finding.Evidence("/app/node_modules", Bytes.ofMebi(12)));
    assertThat(finding.fix())
        .isEqualTo(
            "in COPY . /app: write **/node_modules into .dockerignore, and install in the build:"
                + " RUN npm ci --omit=dev");
  }

  @Test
  void findsAVirtualEnvironmentAndNamesItsInstaller() {
    assertThat(only("ADD . /srv", Kind.VIRTUAL_ENVIRONMENT, "/srv/.venv").fix())
        .isEqualTo(
            "in ADD . /srv: write **/.venv into .dockerignore, and install in the build:"
                + " RUN pip install --no-cache-dir -r requirements.txt");
  }

  @Test
  void onlyAdvisesWhereTheHistoryDoesNotTellContextFromStage() {
    assertThat(
            only("COPY dir:0123456789ab in /app", Kind.NODE_MODULES, "/app/node_modules")
                .severity())
        .isEqualTo(Severity.ADVICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN npm ci",
        "COPY --from=build /app /app",
        "ADD https://example.com/app.tar.gz /app"
      })
  void leavesAloneWhatWasInstalledOrCameFromAStageOrFromAfar(String instruction) {
    assertThat(rule.measure(tree(instruction, Kind.NODE_MODULES, "/app/node_modules").facts()))
        .isEmpty();
  }

  @Test
  void leavesAloneLayersOfWhichNothingIsKnownAndTheBases() {
    assertThat(rule.measure(tree(null, Kind.NODE_MODULES, "/app/node_modules").facts())).isEmpty();
    assertThat(
            rule.measure(
                tree("COPY . /app", Kind.NODE_MODULES, "/app/node_modules")
                    .base(BaseImage.Evidence.LAYERS, 2, "b")
                    .facts()))
        .isEmpty();
  }

  @Test
  void takesVendoredAndSystemPackagesForNoCopyOfAnInstallation() {
    assertThat(rule.measure(tree("COPY . /app", Kind.VENDOR, "/app/vendor").facts())).isEmpty();
    assertThat(
            rule.measure(
                tree("COPY . /app", Kind.SITE_PACKAGES, "/usr/lib/python3/dist-packages").facts()))
        .isEmpty();
  }

  @Test
  void isBeyondWhatIsMoreThanTheLimit() {
    Finding finding = only("COPY . /app", Kind.NODE_MODULES, "/app/node_modules");

    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("12.0 MiB on disk of copied dependencies", "64.0 KiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(12), ANY)).isEqualTo(new Within());
  }

  private Finding only(String instruction, Kind kind, String root) {
    return assertThat(rule.measure(tree(instruction, kind, root).facts())).singleElement().actual();
  }

  private static FactsBuilder tree(String instruction, Kind kind, String root) {
    return image().layer(30, "RUN debootstrap").layer(9, instruction).dependencies(kind, root, 12);
  }
}
