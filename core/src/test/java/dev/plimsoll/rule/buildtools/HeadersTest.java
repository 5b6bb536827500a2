package dev.plimsoll.rule.buildtools;

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
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final Headers rule = new Headers();

  @Test
  void findsADevelopmentPackageAsAWholeAndNamesItsRuntimePackage() {
    Finding finding = rule.measure(withPostgres().facts()).getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("libpq-dev", Bytes.ofMebi(3)),
            new Evidence("libssl-dev", Bytes.ofMebi(2)));
    assertThat(finding.fix())
        .isEqualTo(
            "in RUN apt-get install libpq-dev: install libpq5 in place of libpq-dev, libssl3 in"
                + " place of libssl-dev, and compile in a build stage");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("5.0 MiB on disk: libpq-dev, libssl-dev", "none"));
    assertThat(rule.judge(finding, new Allowing(List.of("libpq-dev", "libssl-dev")), ANY))
        .isEqualTo(new Within());
  }

  @ParameterizedTest
  @CsvSource({
    "DPKG, libc-dev-bin, true",
    "DPKG, linux-headers-6.1.0-9-amd64, true",
    "DPKG, device-tree, false",
    "DPKG, libudev1, false",
    "RPM, glibc-devel, true",
    "RPM, kernel-headers, true",
    "RPM, dev-tools, false",
    "APK, musl-dev, true",
    "APK, linux-headers, true",
    "APK, openssl-libs-static, true",
    "NPM, webpack-dev, false",
  })
  void knowsDevelopmentPackagesByTheNamesOfTheirSystem(
      Ecosystem ecosystem, String name, boolean found) {
    FactsBuilder image =
        image()
            .layer(5, "RUN")
            .owned(FileClass.HEADER, new PackageName(ecosystem, name), 1, "/x.h");

    assertThat(rule.measure(image.facts())).hasSize(found ? 1 : 0);
  }

  @Test
  void countsHeadersOfNoPackageFromFiveMebibytes() {
    FactsBuilder few =
        image().layer(5, "COPY").files(FileClass.HEADER, null, 4, "/usr/include/a.h");

    assertThat(rule.measure(few.facts())).isEmpty();
    few.files(FileClass.HEADER, null, 1, "/usr/include/b.h");
    assertThat(rule.measure(few.facts())).hasSize(1);
    few.layer(1, "COPY").files(FileClass.HEADER, null, 1, "/usr/include/c.h");
    assertThat(rule.measure(few.facts())).hasSize(1);
  }

  @Test
  void onlyAdvisesOnAnInterpretersOwnInItsBase() {
    FactsBuilder image =
        image()
            .layer(50, "RUN")
            .files(FileClass.HEADER, null, 9, "/usr/local/include/node/v8.h")
            .base(BaseImage.Evidence.OPERATING_SYSTEM, 0, null);

    assertThat(rule.measure(image.facts()).getFirst().severity()).isEqualTo(Severity.ADVICE);
    assertThat(rule.measure(image.base(BaseImage.Evidence.LAYERS, 0, null).facts()).getFirst())
        .satisfies(own -> assertThat(own.severity()).isEqualTo(Severity.MEDIUM));
  }

  @Test
  void namesTheSlimVariantOfAFullBase() {
    FactsBuilder image = withPostgres().base(BaseImage.Evidence.LAYERS, 1, "python:3.12");

    assertThat(rule.measure(image.facts()).getFirst().fix())
        .isEqualTo(
            "start the last stage FROM the slim variant of python:3.12, python:3.12-slim, which has no"
                + " headers");
  }

  private static FactsBuilder withPostgres() {
    return image()
        .layer(5, "RUN apt-get install libpq-dev")
        .files(FileClass.HEADER, "libpq-dev", 1, "/usr/include/postgresql/libpq-fe.h")
        .files(FileClass.BUILD_LEFTOVER, "libpq-dev", 2, "/usr/lib/libpq.a")
        .files(FileClass.OTHER, "libpq5", 1, "/usr/lib/libpq.so.5")
        .files(FileClass.HEADER, "libssl-dev", 2, "/usr/include/openssl/ssl.h")
        .files(FileClass.HEADER, "perl", 2, "/usr/lib/perl/CORE/perl.h")
        .installed(debian("libpq-dev", "postgresql-15", "libpq5", "libssl-dev", "libc6"))
        .installed(debian("libpq5", "postgresql-15"))
        .installed(debian("libssl-dev", "", "libssl3", "libc6"))
        .installed(debian("libssl3", "openssl"))
        .installed(debian("libc6", "glibc"));
  }

  private static PackageRecord debian(String name, String source, String... needs) {
    return PackageRecord.of(Ecosystem.DPKG, name, "1")
        .from(source)
        .needing(Relations.on(List.of(needs)));
  }
}
