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
import dev.plimsoll.packages.Trait;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualBuildDepsTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final VirtualBuildDeps rule = new VirtualBuildDeps();

  @Test
  void findsWhatOnlyTheVirtualPackageNeeds() {
    Finding finding = rule.measure(withVirtual(".build-deps", Trait.MANUAL).facts()).getFirst();

    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("gcc", Bytes.ofMebi(120)), new Evidence("isl", Bytes.ofMebi(2)));
    assertThat(finding.fix())
        .isEqualTo("in RUN apk add -t .build-deps gcc zlib: append && apk del .build-deps");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("122.0 MiB on disk: gcc, isl", "none"));
    assertThat(rule.judge(finding, new Allowing(List.of("gcc", "isl")), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void findsTheSameWhereNobodyKnowsWhatWasAskedFor() {
    assertThat(rule.measure(withVirtual(".build-deps", null).facts()).getFirst().evidence())
        .extracting(Evidence::subject)
        .containsExactly("gcc", "isl");
  }

  @Test
  void blamesABaseForItsOwn() {
    FactsBuilder image =
        withVirtual(".build-deps", Trait.MANUAL)
            .base(BaseImage.Evidence.LAYERS, 1, "ruby:3-alpine");

    assertThat(rule.measure(image.facts()).getFirst().fix())
        .contains(
            "FROM a variant of ruby:3-alpine, or another base, that has",
            "no .build-deps installed");
  }

  @Test
  void leavesLibrariesAndOrdinaryPackages() {
    FactsBuilder libraries =
        image()
            .layer(5, "RUN apk add -t .python-rundeps so:libz.so.1")
            .installed(apk(".python-rundeps", "so:libz.so.1").with(Trait.MANUAL))
            .installed(zlib())
            .owned(FileClass.OTHER, new PackageName(Ecosystem.APK, "zlib"), 1, "/lib/libz.so.1");

    assertThat(rule.measure(libraries.facts())).isEmpty();
    assertThat(rule.measure(withVirtual("build-base", Trait.MANUAL).facts())).isEmpty();
  }

  private static FactsBuilder withVirtual(String name, Trait asked) {
    PackageRecord virtual = apk(name, "gcc", "so:libz.so.1");
    PackageRecord python = apk("python3", "so:libz.so.1");
    return image()
        .layer(50, "RUN apk add -t .build-deps gcc zlib")
        .installed(asked == null ? virtual : virtual.with(asked))
        .installed(apk("gcc", "isl"))
        .installed(apk("isl"))
        .installed(zlib())
        .installed(asked == null ? python : python.with(asked))
        .owned(FileClass.COMPILER, new PackageName(Ecosystem.APK, "gcc"), 100, "/usr/bin/gcc")
        .owned(FileClass.OTHER, new PackageName(Ecosystem.APK, "gcc"), 20, "/usr/lib/x")
        .owned(FileClass.OTHER, new PackageName(Ecosystem.APK, "isl"), 2, "/usr/lib/isl")
        .owned(FileClass.OTHER, new PackageName(Ecosystem.APK, "zlib"), 1, "/lib/libz.so.1")
        .owned(FileClass.OTHER, new PackageName(Ecosystem.APK, "python3"), 30, "/usr/bin/python3");
  }

  private static PackageRecord apk(String name, String... needs) {
    return PackageRecord.of(Ecosystem.APK, name, "1").needing(Relations.on(List.of(needs)));
  }

  private static PackageRecord zlib() {
    Relations provides = new Relations(List.of(), List.of(), List.of(), List.of("so:libz.so.1"));
    return PackageRecord.of(Ecosystem.APK, "zlib", "1").needing(provides);
  }
}
