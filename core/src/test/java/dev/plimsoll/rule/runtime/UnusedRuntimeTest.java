package dev.plimsoll.rule.runtime;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.Facts;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.facts.program.Script;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.program.Started.Role;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageRecord;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnusedRuntimeTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final Elf STATIC = elf(List.of());
  private final UnusedRuntime rule = new UnusedRuntime();

  @Test
  void findsARuntimeThatNothingReaches() {
    Finding finding = rule.measure(withNode().facts()).getFirst();

    assertThat(rule.measure(withNode().facts())).hasSize(1);
    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("nodejs", Bytes.ofMebi(90)), new Evidence("libnode108", Bytes.ofMebi(40)));
    assertThat(finding.fix())
        .isEqualTo(
            "replace RUN apt-get install nodejs libpq5 by RUN apt-get install libpq5; nothing that"
                + " the container starts is seen to use Node.js");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("130.0 MiB on disk: nodejs, libnode108", "none"));
    assertThat(rule.judge(finding, new Allowing(List.of("nodejs", "libnode108")), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void leavesWhatTheContainerStarts() {
    assertThat(found(withNode().starts(started("/usr/bin/node", null)))).isEmpty();
  }

  @Test
  void leavesTheInterpreterOfAScriptThatIsNotItsOwn() {
    assertThat(found(withNode().scripts("node", 3, "/usr/lib/node_modules/npm/bin/npm-cli.js")))
        .hasSize(1);
    assertThat(found(withNode().scripts("/usr/bin/node", 1, "/app/render.js"))).isEmpty();
    assertThat(found(withNode().scripts("node", 13, "/usr/local/bin/npm"))).isEmpty();
    assertThat(found(withNode().scripts("/bin/sh", 1, "/app/run"))).hasSize(1);
  }

  @Test
  void leavesALibraryThatAProgramIsLinkedWith() {
    assertThat(found(withNode().program("/app/tool", elf(List.of("libnode.so.108"))))).isEmpty();
    assertThat(found(withNode().program("/usr/bin/node", elf(List.of("libnode.so.108")))))
        .as("node itself")
        .isNotEmpty();
  }

  @Test
  void leavesWhatAPackageDependsOn() {
    FactsBuilder git =
        started()
            .layer(50, "RUN apt-get install git")
            .installed("git", List.of("perl"))
            .installed("perl", List.of("perl-modules-5.36"))
            .installed("perl-modules-5.36", List.of("perl"))
            .files(FileClass.OTHER, "perl", 9, "/usr/bin/perl");

    assertThat(found(git)).isEmpty();
  }

  @Test
  void findsPerlThatNothingDependsOnButNotPerlBase() {
    FactsBuilder image =
        started()
            .layer(50, "RUN apt-get install perl")
            .installed("perl-base", List.of())
            .installed("perl", List.of("perl-base"))
            .files(FileClass.OTHER, "perl", 9, "/usr/bin/perl5.36")
            .files(FileClass.OTHER, "perl-base", 9, "/usr/bin/perl");

    assertThat(found(image)).singleElement().extracting(Finding::what).isEqualTo("perl");
  }

  @Test
  void leavesTheBaseAndItsLibraries() {
    FactsBuilder image =
        image()
            .layer(50, "ADD")
            .installed("python3", List.of())
            .files(FileClass.OTHER, "python3", 9, "/usr/bin/python3")
            .layer(5, "RUN apt-get install python3-yaml")
            .installed("python3-yaml", List.of("python3"))
            .files(FileClass.OTHER, "python3-yaml", 1, "/usr/lib/python3/dist-packages/yaml")
            .base(BaseImage.Evidence.LAYERS, 1, "debian:12")
            .starts(started("/server", STATIC));

    assertThat(found(image)).isEmpty();
  }

  @Test
  void onlyAdvisesWhereAScriptOrPackagesOfTheLanguageMayUseIt() {
    FactsBuilder script =
        image().starts(started("/entrypoint.sh", new Script("/bin/sh", ""))).layer(5, "RUN");
    node(script);
    FactsBuilder express = withNode().installed(PackageRecord.of(Ecosystem.NPM, "express", "4"));
    FactsBuilder npm = withNode().installed(PackageRecord.of(Ecosystem.NPM, "npm", "10"));
    FactsBuilder silent = image().layer(5, "RUN");
    node(silent);

    assertThat(found(script).getFirst().severity()).isEqualTo(Severity.ADVICE);
    assertThat(found(express).getFirst().severity()).isEqualTo(Severity.ADVICE);
    assertThat(found(silent).getFirst().severity()).isEqualTo(Severity.ADVICE);
    assertThat(found(npm).getFirst().severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void findsACopiedInterpreterAndACopiedJava() {
    FactsBuilder image =
        started()
            .layer(90, "COPY --from=node /usr/local/bin/node /usr/local/bin/")
            .program("/usr/local/bin/node", STATIC)
            .layer(90, "COPY --from=java /opt/java /opt/java")
            .program("/opt/java/openjdk/bin/java", elf(List.of("libjli.so")))
            .program("/opt/java/openjdk/lib/libjava.so", elf(List.of("libjvm.so")))
            .files(FileClass.JAVA_RUNTIME, null, 140, "/opt/java/openjdk/lib/modules");

    assertThat(found(image))
        .satisfiesExactly(
            node -> {
              assertThat(node.what()).isEqualTo("/usr/local/bin/node");
              assertThat(rule.judge(node, rule.defaults(), ANY))
                  .isEqualTo(new Beyond("/usr/local/bin/node", "none"));
            },
            java ->
                assertThat(Finding.diskSizeOf(java.reclaimable())).isEqualTo(Bytes.ofMebi(140)));
  }

  private List<Finding> found(FactsBuilder image) {
    Facts facts = image.facts();
    return rule.measure(facts);
  }

  private static FactsBuilder withNode() {
    return node(started().layer(50, "RUN apt-get install nodejs libpq5"));
  }

  private static FactsBuilder started() {
    return image().layer(5, "COPY server /").starts(started("/server", STATIC));
  }

  private static FactsBuilder node(FactsBuilder image) {
    return image
        .installed("nodejs", List.of("libnode108"))
        .installed("libnode108", List.of())
        .installed("libpq5", List.of())
        .files(FileClass.OTHER, "nodejs", 90, "/usr/bin/node")
        .files(FileClass.OTHER, "libnode108", 40, "/usr/lib/libnode.so.108")
        .files(FileClass.OTHER, "libpq5", 1, "/usr/lib/libpq.so.5");
  }

  private static Started started(String path, dev.plimsoll.facts.program.Executable executable) {
    return new Started(Role.ENTRYPOINT, path, path, 1, null, executable);
  }

  private static Elf elf(List<String> needed) {
    return new Elf(Linkage.STATIC, null, needed, List.of(), 0, true);
  }
}
