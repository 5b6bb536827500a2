package dev.plimsoll.rule.runtime;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageManagerTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final PackageManager rule = new PackageManager();

  @Test
  void findsThoseOfTheSystemAndOfLanguages() {
    List<Finding> findings = rule.measure(someImage().facts());

    assertThat(findings.get(0).severity()).isEqualTo(Severity.LOW);
    assertThat(findings.get(0).evidence()).containsExactly(new Evidence("apt", Bytes.ofMebi(4)));
    assertThat(findings.get(0).fix()).contains("distroless", "CA certificates and tzdata");
    assertThat(findings.get(1).evidence()).containsExactly(new Evidence("pip", Bytes.ofMebi(12)));
    assertThat(findings.get(1).fix())
        .startsWith("replace RUN pip install -U pip gunicorn by RUN pip install -U gunicorn;");
    assertThat(rule.judge(findings.get(1), rule.defaults(), ANY))
        .isEqualTo(new Beyond("12.0 MiB on disk: pip", "none"));
    assertThat(rule.judge(findings.get(1), new Allowing(List.of("pip")), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void findsNoneWhereOnlyADatabaseIs() {
    FactsBuilder distroless =
        image()
            .layer(5, "bazel")
            .installed("libc6", List.of())
            .files(FileClass.OTHER, "libc6", 9, "/lib/libc.so.6");

    assertThat(rule.measure(distroless.facts())).isEmpty();
  }

  private static FactsBuilder someImage() {
    PackageName pip = new PackageName(Ecosystem.PYTHON, "pip");
    return image()
        .layer(50, "ADD rootfs.tar /")
        .files(FileClass.PACKAGE_MANAGER, "apt", 1, "/usr/bin/apt-get")
        .files(FileClass.OTHER, "apt", 3, "/usr/lib/apt/methods/http")
        .layer(20, "RUN pip install -U pip gunicorn")
        .owned(FileClass.PACKAGE_MANAGER, pip, 1, "/usr/local/bin/pip")
        .owned(FileClass.OTHER, pip, 11, "/usr/local/lib/python3.12/site-packages/pip/__init__.py")
        .base(BaseImage.Evidence.LAYERS, 1, "debian:12-slim");
  }
}
