package dev.plimsoll.rule.caches;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheRulesTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);

  /// Rule, class, a file, the cache's directory, the instruction, and the whole fix.
  static Stream<Arguments> caches() {
    return Stream.of(
        arguments(
            new AptLists(),
            FileClass.APT_LISTS,
            "/var/lib/apt/lists/deb.debian.org_dists_bookworm_main_Packages.lz4",
            "/var/lib/apt/lists",
            "RUN apt-get update && apt-get install -y curl",
            "in RUN apt-get update && apt-get install -y curl: append && rm -rf /var/lib/apt/lists/*"),
        arguments(
            new AptArchives(),
            FileClass.APT_ARCHIVES,
            "/var/cache/apt/archives/curl_8_amd64.deb",
            "/var/cache/apt",
            "RUN apt-get install -y curl",
            "in RUN apt-get install -y curl: append && apt-get clean && rm -rf /var/cache/apt/*"),
        arguments(
            new ApkCache(),
            FileClass.APK_CACHE,
            "/var/cache/apk/APKINDEX.tar.gz",
            "/var/cache/apk",
            "RUN apk update && apk add curl",
            "replace RUN apk update && apk add curl by RUN apk add --no-cache curl"),
        arguments(
            new ApkCache(),
            FileClass.APK_CACHE,
            "/etc/apk/cache/curl.apk",
            "/etc/apk/cache",
            "RUN ./install",
            "in RUN ./install: install with apk add --no-cache, without apk update"),
        arguments(
            new YumCache(),
            FileClass.YUM_CACHE,
            "/var/cache/dnf/fedora.solv",
            "/var/cache/dnf",
            "RUN dnf install -y nginx",
            "in RUN dnf install -y nginx: append && dnf clean all && rm -rf /var/cache/dnf"),
        arguments(
            new YumCache(),
            FileClass.YUM_CACHE,
            "/var/cache/yum/x86_64/7/base/primary.sqlite",
            "/var/cache/yum",
            "RUN yum install -y nginx",
            "in RUN yum install -y nginx: append && yum clean all && rm -rf /var/cache/yum"),
        arguments(
            new YumCache(),
            FileClass.YUM_CACHE,
            "/var/cache/zypp/solv/repo",
            "/var/cache/zypp",
            "RUN zypper in nginx",
            "in RUN zypper in nginx: append && zypper clean --all"),
        arguments(
            new PipCache(),
            FileClass.PIP_CACHE,
            "/root/.cache/pip/http/a/b",
            "/root/.cache/pip",
            "RUN pip install -r requirements.txt",
            "replace RUN pip install -r requirements.txt by RUN pip install --no-cache-dir -r requirements.txt"),
        arguments(
            new PipCache(),
            FileClass.PIP_CACHE,
            "/root/.cache/uv/archive-v0/a",
            "/root/.cache/uv",
            "RUN uv sync --frozen",
            "replace RUN uv sync --frozen by RUN uv --no-cache sync --frozen"),
        arguments(
            new PipCache(),
            FileClass.PIP_CACHE,
            "/root/.cache/pypoetry/cache/a",
            "/root/.cache/pypoetry",
            "RUN poetry install",
            "in RUN poetry install: append && rm -rf /root/.cache/pypoetry"),
        arguments(
            new NpmCache(),
            FileClass.NPM_CACHE,
            "/root/.npm/_cacache/content-v2/a",
            "/root/.npm",
            "RUN npm ci",
            "in RUN npm ci: append && npm cache clean --force"),
        arguments(
            new YarnCache(),
            FileClass.YARN_CACHE,
            "/usr/local/share/.cache/yarn/v6/a",
            "/usr/local/share/.cache/yarn",
            "RUN yarn",
            "in RUN yarn: append && yarn cache clean --all"),
        arguments(
            new YarnCache(),
            FileClass.YARN_CACHE,
            "/root/.local/share/pnpm/store/v3/a",
            "/root/.local/share/pnpm/store",
            "RUN pnpm i",
            "in RUN pnpm i: append && rm -rf /root/.local/share/pnpm/store"),
        arguments(
            new GemCache(),
            FileClass.GEM_CACHE,
            "/usr/local/bundle/cache/rails.gem",
            "/usr/local/bundle/cache",
            "RUN bundle install",
            "in RUN bundle install: append && rm -rf /usr/local/bundle/cache/*.gem"),
        arguments(
            new MavenRepository(),
            FileClass.MAVEN_REPOSITORY,
            "/root/.m2/repository/a/a.jar",
            "/root/.m2/repository",
            "RUN mvn package",
            "in RUN mvn package: build in a build stage with RUN --mount=type=cache,target=/root/.m2/repository, and COPY --from it only the packed application"),
        arguments(
            new GradleCache(),
            FileClass.GRADLE_CACHE,
            "/root/.gradle/wrapper/dists/gradle.zip",
            "/root/.gradle/wrapper",
            "RUN ./gradlew jar",
            "in RUN ./gradlew jar: build in a build stage with RUN --mount=type=cache,target=/root/.gradle/wrapper, and COPY --from it only the packed application"),
        arguments(
            new GoBuildCache(),
            FileClass.GO_BUILD_CACHE,
            "/go/pkg/mod/cache/download/a.zip",
            "/go/pkg/mod",
            "RUN go build",
            "in RUN go build: build in a build stage with RUN --mount=type=cache,target=/go/pkg/mod, and COPY --from it only the program"),
        arguments(
            new CargoRegistry(),
            FileClass.CARGO_REGISTRY,
            "/usr/local/cargo/registry/src/a.rs",
            "/usr/local/cargo/registry",
            "RUN cargo build",
            "in RUN cargo build: build in a build stage with RUN --mount=type=cache,target=/usr/local/cargo/registry, and COPY --from it only the program"),
        arguments(
            new ComposerCache(),
            FileClass.COMPOSER_CACHE,
            "/root/.composer/cache/files/a.zip",
            "/root/.composer/cache",
            "RUN composer install --no-dev",
            "replace RUN composer install --no-dev by RUN composer install --no-cache --no-dev"));
  }

  @ParameterizedTest
  @MethodSource("caches")
  void findsTheCacheWithItsLayerAndFix(
      CacheRule rule,
      FileClass fileClass,
      String path,
      String directory,
      String instruction,
      String fix) {
    FactsBuilder image =
        image()
            .layer(9, "ADD rootfs")
            .files(FileClass.OTHER, null, 7, "/app/server")
            .layer(9, instruction)
            .files(fileClass, null, 20, path)
            .base(BaseImage.Evidence.LAYERS, 1, "debian:12");

    assertThat(rule.measure(image.facts()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.rule()).isEqualTo(rule.id());
              assertThat(finding.evidence())
                  .containsExactly(new Evidence(directory, Bytes.ofMebi(20)));
              assertThat(finding.blame().layer().number()).isEqualTo(2);
              assertThat(finding.isOfBase()).isFalse();
              assertThat(Finding.pullSizeOf(finding.reclaimable())).isEqualTo(Bytes.ofMebi(2));
              assertThat(finding.fix()).isEqualTo(fix);
              assertThat(rule.judge(finding, rule.defaults(), ANY))
                  .isEqualTo(new Beyond("20.0 MiB on disk of " + fileClass.plural(), "64.0 KiB"));
              assertThat(rule.judge(finding, MaxSize.ofMebi(20), ANY)).isEqualTo(new Within());
            });
  }

  @ParameterizedTest
  @MethodSource("caches")
  void leavesTheOthersCachesAndDeletedOnesAlone(CacheRule rule, FileClass fileClass, String path) {
    FactsBuilder image = image().layer(9, "RUN").hidden(fileClass, null, 20, path);
    Stream.of(FileClass.values())
        .filter(other -> other != fileClass)
        .forEach(other -> image.files(other, null, 20, path));

    assertThat(rule.measure(image.facts())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("caches")
  void leavesAloneWhatAPackageOfTheOperatingSystemOwns(
      CacheRule rule, FileClass fileClass, String path) {
    FactsBuilder image = image().layer(9, "RUN").files(fileClass, "mirror", 20, path);

    assertThat(rule.measure(image.facts())).isEmpty();
  }

  @Test
  void addsUpWhatPackagesOfLanguagesOwnInOneCache() {
    FactsBuilder image =
        image()
            .layer(9, null)
            .owned(jar(), maven("a"), 3, "/root/.m2/repository/a/a.jar")
            .owned(jar(), maven("b"), 4, "/root/.m2/repository/b/b.jar");

    Finding finding = new MavenRepository().measure(image.facts()).getFirst();

    assertThat(finding.evidence())
        .containsExactly(new Evidence("/root/.m2/repository", Bytes.ofMebi(7)));
    assertThat(finding.fix()).startsWith("in the instruction that makes layer 1: build in");
  }

  @Test
  void saysThatDeletingABasesCacheSavesNothing() {
    FactsBuilder image =
        image()
            .layer(9, "RUN apt-get update")
            .files(FileClass.APT_LISTS, null, 20, "/var/lib/apt/lists/a_Packages")
            .base(BaseImage.Evidence.LAYERS, 1, "python:3.11");

    Finding finding = new AptLists().measure(image.facts()).getFirst();

    assertThat(finding.isOfBase()).isTrue();
    assertThat(finding.fix())
        .isEqualTo(
            "start the last stage FROM a base without /var/lib/apt/lists, or clean it where python:3.11 is built: deleting it above saves nothing");
  }

  @Test
  void mendsACopiedCacheByNotCopyingIt() {
    assertThat(copied("COPY . /app"))
        .isEqualTo("in COPY . /app: write **/repository into .dockerignore");
    assertThat(copied("COPY --from=build /root /root"))
        .isEqualTo(
            "in COPY --from=build /root /root: copy only what runs, without /root/.m2/repository");
  }

  private static String copied(String instruction) {
    FactsBuilder image =
        image().layer(9, instruction).files(jar(), null, 3, "/root/.m2/repository/a/a.jar");
    List<Finding> findings = new MavenRepository().measure(image.facts());
    return findings.getFirst().fix();
  }

  private static FileClass jar() {
    return FileClass.MAVEN_REPOSITORY;
  }

  private static PackageName maven(String name) {
    return new PackageName(Ecosystem.MAVEN, name);
  }
}
