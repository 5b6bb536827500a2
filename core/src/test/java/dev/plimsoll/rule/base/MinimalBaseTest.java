package dev.plimsoll.rule.base;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.facts.program.Executable;
import dev.plimsoll.facts.program.Script;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.program.Started.Role;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.packages.Ecosystem;
import dev.plimsoll.packages.PackageName;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.MaxSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinimalBaseTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final Elf STATIC = new Elf(Linkage.STATIC, null, List.of(), List.of(), 0, true);
  private static final PackageName NGINX = new PackageName(Ecosystem.DPKG, "nginx");
  private final MinimalBase rule = new MinimalBase();

  @Test
  void sendsAProgramThatNeedsNoLoaderToScratchWithTheLadder() {
    Finding finding = measure(debian(), "/app/server", STATIC).getFirst();

    assertThat(finding.what()).isEqualTo("it would run on scratch");
    assertThat(finding.measure()).isEqualTo(new Finding.Measure.DiskSize(Bytes.ofMebi(110)));
    assertThat(finding.evidence())
        .containsExactly(
            new Finding.Evidence("as it is", Bytes.ofMebi(120)),
            new Finding.Evidence("on a slim base", Bytes.ofMebi(100)),
            new Finding.Evidence("the application alone, on scratch", Bytes.ofMebi(10)));
    assertThat(finding.fix()).contains("FROM scratch", "ca-certificates", "zoneinfo");
    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
    assertThat(finding.reclaimable()).isEmpty();
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                Bytes.ofMebi(110)
                    + " on disk of an operating system, though it would run on scratch",
                Bytes.ofMebi(30).toString()));
    assertThat(rule.judge(finding, MaxSize.ofMebi(110), ANY)).isEqualTo(new Within());
  }

  @Test
  void sendsOthersToTheDistrolessBaseWithWhatTheyNeed() {
    assertThat(base("/app/server", dynamic("libc.so.6")))
        .isEqualTo("it would run on gcr.io/distroless/base-debian12");
    assertThat(base("/app/server", dynamic("libstdc++.so.6", "libc.so.6")))
        .isEqualTo("it would run on gcr.io/distroless/cc-debian12");
    assertThat(base("/usr/local/bin/node", dynamic("libc.so.6"))).contains("nodejs");
    assertThat(base("python3.12", dynamic("libc.so.6"))).contains("python3");
    assertThat(base("/opt/java/bin/java", dynamic("libc.so.6"))).contains("java");
  }

  @Test
  void leavesAloneWhatStartsByAScriptOrAShell() {
    assertThat(measure(debian(), "/entrypoint.sh", new Script("/bin/sh", ""))).isEmpty();
    assertThat(measure(debian(), "/usr/local/bin/gunicorn", new Script("/usr/bin/python3", "")))
        .isEmpty();
    assertThat(measure(debian(), "/bin/sh", dynamic("libc.so.6"))).isEmpty();
    FactsBuilder launched = debian().starts(started(Role.ENTRYPOINT, "/tini", STATIC, null));
    assertThat(measure(launched, Role.COMMAND, "/run.sh", new Script("/bin/bash", ""), null))
        .isEmpty();
  }

  @Test
  void leavesAloneWhatTheSystemsPackagesBringAndWhatMuslLoads() {
    Elf musl = new Elf(Linkage.DYNAMIC, "/lib/ld-musl-x86_64.so.1", List.of(), List.of(), 0, true);

    assertThat(measure(debian(), Role.ENTRYPOINT, "/usr/sbin/nginx", dynamic("libc.so.6"), NGINX))
        .isEmpty();
    assertThat(measure(debian(), Role.ENTRYPOINT, "/usr/sbin/nginx", STATIC, NGINX)).isEmpty();
    assertThat(measure(debian(), "/app/server", musl)).isEmpty();
  }

  @Test
  void leavesAloneWhatIsMinimalAlreadyAndWhatStartsNothingKnown() {
    FactsBuilder distroless =
        image()
            .debian()
            .layer(9, "ADD rootfs")
            .files(FileClass.OTHER, "libc6", 9, "/lib/libc.so.6")
            .layer(5, "COPY server /app/server");
    FactsBuilder scratch =
        image().layer(5, "COPY server /").files(FileClass.SHELL, null, 5, "/bin/busybox");

    assertThat(measure(distroless, "/app/server", STATIC)).isEmpty();
    assertThat(measure(scratch, "/server", STATIC)).isEmpty();
    assertThat(rule.measure(debian().facts())).isEmpty();
    assertThat(measure(debian(), "/app/server", null)).isEmpty();
  }

  private static FactsBuilder debian() {
    return image()
        .debian()
        .layer(50, "ADD rootfs")
        .files(FileClass.SHELL, "bash", 60, "/bin/bash")
        .files(FileClass.OTHER, null, 30, "/var/lib/dpkg/status")
        .files(FileClass.DOCUMENTATION, "bash", 20, "/usr/share/doc/bash/copyright")
        .layer(5, "COPY server /app/server")
        .files(FileClass.OTHER, null, 10, "/app/server")
        .hidden(FileClass.OTHER, null, 40, "/app/old")
        .base(Evidence.LAYERS, 1, "debian:12");
  }

  private static Elf dynamic(String... needed) {
    return new Elf(
        Linkage.DYNAMIC, "/lib64/ld-linux-x86-64.so.2", List.of(needed), List.of(), 0, true);
  }

  private String base(String path, Elf elf) {
    return measure(debian(), path, elf).getFirst().what();
  }

  private List<Finding> measure(FactsBuilder image, String path, Executable executable) {
    return measure(image, Role.ENTRYPOINT, path, executable, null);
  }

  private List<Finding> measure(
      FactsBuilder image, Role role, String path, Executable executable, PackageName owner) {
    return rule.measure(image.starts(started(role, path, executable, owner)).facts());
  }

  private static Started started(Role role, String path, Executable executable, PackageName owner) {
    return new Started(role, path, path, 2, owner, executable);
  }
}
