package dev.plimsoll.rule.user;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetuidFilesTest {
  private static final int SETUID = 04755;
  private static final int SETGID = 02755;
  private final SetuidFiles rule = new SetuidFiles();

  @Test
  void findsWhatALayerAddsToTheBase() {
    Finding finding = measure(withSudo()).getFirst();

    assertThat(judge(finding))
        .isEqualTo(
            new Beyond(
                "2 with more rights: sudo: /usr/bin/sudo, /usr/local/bin/own",
                "those of the base"));
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.measure()).isEqualTo(new Finding.Measure.Count(2, "files"));
    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.fix())
        .isEqualTo(
            "in RUN apt-get install -y sudo: leave out sudo, or append && chmod a-s"
                + " /usr/bin/sudo /usr/local/bin/own");
  }

  @Test
  void leavesTheBaseItsOwn() {
    FactsBuilder image =
        image()
            .layer(30, "ADD rootfs")
            .privileged("/usr/bin/su", SETUID, "login")
            .privileged("/usr/bin/own", SETUID, null)
            .layer(1, "COPY . /app")
            .base(Evidence.LAYERS, 1, "debian:12");

    assertThat(measure(image)).isEmpty();
  }

  @Test
  void leavesTheBaseItsPackagesInANewerVersionToo() {
    FactsBuilder image =
        image()
            .layer(30, "ADD rootfs")
            .installed("login", List.of())
            .layer(9, "RUN apt-get upgrade -y")
            .installed("passwd", List.of())
            .privileged("/usr/bin/su", SETUID, "login")
            .privileged("/usr/bin/passwd", SETUID, "passwd")
            .base(Evidence.LAYERS, 1, "debian:12");

    assertThat(measure(image).getFirst().evidence())
        .extracting(Finding.Evidence::subject)
        .containsExactly("passwd: /usr/bin/passwd");
  }

  @Test
  void isAdviceWhereTheBaseMayReachFurtherUp() {
    assertThat(measure(withSudo().base(Evidence.OPERATING_SYSTEM, 1, null)).getFirst().severity())
        .isEqualTo(Severity.ADVICE);
  }

  @Test
  void takesSetgidLessGravelyThanSetuidAndCapabilities() {
    FactsBuilder setgid = own().privileged("/usr/bin/wall", SETGID, null);
    FactsBuilder capable = own().capable("/usr/bin/ping", null);

    assertThat(measure(setgid).getFirst().severity()).isEqualTo(Severity.LOW);
    assertThat(measure(capable).getFirst().severity()).isEqualTo(Severity.MEDIUM);
    assertThat(measure(capable).getFirst().fix())
        .isEqualTo("in RUN make install: append && setcap -r /usr/bin/ping");
  }

  @Test
  void saysHowToCopyWithoutTheBits() {
    FactsBuilder copied =
        image()
            .layer(1, "COPY tool /usr/bin/tool")
            .privileged("/usr/bin/tool", SETUID, null)
            .base(Evidence.NONE, 0, null);

    assertThat(measure(copied).getFirst().fix())
        .isEqualTo(
            "in COPY tool /usr/bin/tool: add --chmod=755, and remove the bits of /usr/bin/tool at"
                + " its source");
  }

  @Test
  void allowsByPathOrPackage() {
    Finding finding = measure(withSudo()).getFirst();

    assertThat(judge(finding, "sudo", "/usr/local/bin/own")).isEqualTo(new Within());
    assertThat(judge(finding, "/usr/bin/sudo", "/usr/local/bin/own")).isEqualTo(new Within());
    assertThat(judge(finding, "sudo"))
        .isEqualTo(new Beyond("1 with more rights: /usr/local/bin/own", "those of the base"));
  }

  @Test
  void isNotFooledByAPathThatLooksLikeAnAllowedPackage() {
    FactsBuilder image = own().privileged("/sudo: /usr/bin/sudo", SETUID, null);

    assertThat(judge(measure(image).getFirst(), "sudo", "/usr/bin/sudo"))
        .isInstanceOf(Beyond.class);
  }

  private static FactsBuilder own() {
    return image()
        .layer(30, "ADD rootfs")
        .layer(1, "RUN make install")
        .base(Evidence.LAYERS, 1, "debian:12");
  }

  private static FactsBuilder withSudo() {
    return image()
        .layer(30, "ADD rootfs")
        .layer(2, "RUN apt-get install -y sudo")
        .privileged("/usr/local/bin/own", SETUID, null)
        .privileged("/usr/bin/sudo", SETUID, "sudo")
        .base(Evidence.LAYERS, 1, "debian:12");
  }

  private List<Finding> measure(FactsBuilder image) {
    return rule.measure(image.facts());
  }

  private Judgement judge(Finding finding, String... allowed) {
    return rule.judge(
        finding, new SetuidFiles.Parameters(List.of(allowed)), new ContainerContext("web", null));
  }
}
