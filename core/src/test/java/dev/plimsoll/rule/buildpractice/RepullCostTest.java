package dev.plimsoll.rule.buildpractice;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.BaseImage.Origin;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Finding.Measure;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepullCostTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final RepullCost rule = new RepullCost();

  @Test
  void countsWhatIsInstalledAboveTheSources() {
    Finding finding =
        only(
            python(
                base().layer(1, "COPY . .").files(FileClass.OTHER, null, 1, "/app/main.py"),
                "RUN pip install -r requirements.txt"));

    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.blame().origin()).isEqualTo(Origin.OWN);
    assertThat(finding.evidence()).containsExactly(new Evidence("layer 3", Bytes.ofMebi(42)));
    assertThat(finding.reclaimable()).isEmpty();
    assertThat(finding.fix())
        .isEqualTo(
            "write them in this order: COPY requirements.txt ./; RUN pip install -r requirements.txt;"
                + " COPY . .");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("42.0 MiB pulled again for every code change", "20.0 MiB"));
    assertThat(rule.judge(finding, MaxSize.ofMebi(42), ANY)).isEqualTo(new Within());
  }

  @Test
  void countsEveryLayerAboveAndLeavesOutWhatTheApplicationIsBuiltInto() {
    FactsBuilder node =
        base()
            .layer(1, "COPY src ./src")
            .files(FileClass.OTHER, null, 1, "/app/src/index.ts")
            .layer(9, "RUN apt-get update && apt-get install -y git")
            .installed("git", List.of())
            .files(FileClass.VERSION_CONTROL, "git", 300, "/usr/bin/git")
            .layer(9, "RUN yarn install")
            .installed(PackageRecord.of(Ecosystem.NPM, "react", "18"))
            .group(FileClass.OTHER, npm("react"), 100, "/app/node_modules/react/index.js", null)
            .files(FileClass.YARN_CACHE, null, 50, "/root/.cache/yarn/x")
            .layer(9, "RUN yarn build")
            .files(FileClass.OTHER, null, 500, "/app/dist/main.js");

    Finding finding = only(node);

    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("layer 3", Bytes.ofMebi(30)), new Evidence("layer 4", Bytes.ofMebi(15)));
    assertThat(finding.fix())
        .isEqualTo(
            "write them in this order: RUN apt-get update && apt-get install -y git; COPY package.json"
                + " yarn.lock ./; RUN yarn install; COPY src ./src");
  }

  @ParameterizedTest
  @CsvSource({
    "COPY requirements.txt .,/app/requirements.txt",
    "COPY setup.py .,/app/setup.py",
    "COPY webpack.config.js ./,/app/webpack.config.js",
    "COPY docker-entrypoint.sh /,/docker-entrypoint.sh",
    "COPY tool.py /usr/local/bin/,/usr/local/bin/tool.py",
    "COPY conf.d /etc/nginx/conf.d,/etc/nginx/conf.d/a.conf",
    "RUN make-sources,/app/main.py",
    "COPY --from=build /app/server /app/,/app/server"
  })
  void takesManifestsScriptsAndToolsForNoSources(String instruction, String path) {
    FactsBuilder ordered =
        python(
            base().layer(1, instruction).files(FileClass.OTHER, null, 1, path),
            "RUN pip install -r requirements.txt");

    assertThat(rule.measure(ordered.facts())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY . .",
        "COPY --chown=1:1 ./ /app/",
        "ADD * /app/",
        "COPY dir:0123456789ab /app"
      })
  void takesAWholeDirectoryForSourcesThoughNotAllNamesAreKnown(String instruction) {
    FactsBuilder many =
        python(
            base().layer(1, instruction).files(FileClass.OTHER, 40, 5, "/app/logo.png"),
            "RUN pip install -r requirements.txt");

    assertThat(rule.measure(many.facts())).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "COPY . .,1,/app/requirements.txt",
    "COPY images /app/images,40,/app/images/a.png",
    "COPY dir:0123456789ab /etc/nginx,40,/etc/nginx/mime.types"
  })
  void wantsToSeeSourcesInADirectoryThatIsNone(String instruction, int count, String path) {
    FactsBuilder other =
        python(
            base().layer(1, instruction).files(FileClass.OTHER, count, 5, path),
            "RUN pip install -r requirements.txt");

    assertThat(rule.measure(other.facts())).isEmpty();
  }

  @Test
  void findsNothingWhereSourcesComeLast() {
    FactsBuilder ordered =
        python(base(), "RUN pip install -r requirements.txt")
            .layer(1, "COPY . .")
            .files(FileClass.OTHER, null, 1, "/app/main.py");

    assertThat(rule.measure(ordered.facts())).isEmpty();
  }

  @Test
  void leavesOutDependenciesThatAreCopied() {
    FactsBuilder copied =
        python(
            base().layer(1, "COPY . .").files(FileClass.OTHER, null, 1, "/app/main.py"),
            "COPY --from=build /venv /venv");

    assertThat(rule.measure(copied.facts())).isEmpty();
  }

  @Test
  void cannotTellWithoutHistory() {
    Finding finding = only(python(base(), null));

    assertThat(finding.measure()).isInstanceOf(Measure.Unmeasured.class);
    assertThat(finding.what()).contains("build without squashing");
  }

  private Finding only(FactsBuilder facts) {
    List<Finding> findings = rule.measure(facts.facts());
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  /// A layer with 42 MiB to pull of a package, and what it did to one of the base's.
  private static FactsBuilder python(FactsBuilder below, String instruction) {
    return below
        .layer(50, instruction)
        .installed(PackageRecord.of(Ecosystem.PYTHON, "torch", "2"))
        .group(
            FileClass.OTHER,
            new PackageName(Ecosystem.PYTHON, "torch"),
            420,
            "/venv/torch.so",
            null)
        .files(FileClass.OTHER, "bash", 90, "/bin/bash");
  }

  private static PackageName npm(String name) {
    return new PackageName(Ecosystem.NPM, name);
  }

  private static FactsBuilder base() {
    return image()
        .base(BaseImage.Evidence.LAYERS, 1, "python:3.11-slim")
        .layer(30, "ADD file:0123456789ab /")
        .installed("bash", List.of());
  }
}
