package dev.plimsoll.rule.metadata;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage.Evidence;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class SshdTest {
  private static final Elf ELF = new Elf(Linkage.STATIC, null, List.of(), List.of(), 0, true);
  private final Sshd rule = new Sshd();

  @Test
  void findsTheServersPackageWithItsFilesAndItsInstruction() {
    Finding finding = measure(withServer()).getFirst();

    assertThat(judge(finding))
        .isEqualTo(new Beyond(Bytes.ofMebi(2) + " on disk: openssh-server", "none"));
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.reclaimable()).hasSize(1);
    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.fix())
        .startsWith("leave openssh-server out of RUN apt-get install -y openssh-server, and use");
    assertThat(judge(finding, "openssh-server")).isEqualTo(new Within());
  }

  @Test
  void findsAServerThatNoPackageOwns() {
    FactsBuilder copied =
        image().layer(1, "COPY dropbear /usr/bin/").program("/usr/bin/dropbear", ELF);

    assertThat(judge(measure(copied).getFirst()))
        .isEqualTo(new Beyond("/usr/bin/dropbear", "none"));
  }

  @Test
  void takesThePortAloneForAHint() {
    Finding finding =
        measure(image().layer(1, null).passwd("a", 1).exposes("22/tcp").history("EXPOSE 22"))
            .getFirst();

    assertThat(finding.what()).isEqualTo("EXPOSE 22/tcp");
    assertThat(finding.severity()).isEqualTo(Severity.LOW);
    assertThat(finding.blame().instruction().text()).isEqualTo("EXPOSE 22");
    assertThat(judge(finding, "22/tcp")).isEqualTo(new Within());
  }

  @Test
  void saysTheServerAndItsPortOnce() {
    assertThat(measure(withServer().exposes("22/tcp"))).hasSize(1);
  }

  @Test
  void leavesClientsAndOtherPortsAlone() {
    FactsBuilder client =
        image()
            .layer(1, "RUN apt-get install -y openssh-client")
            .installed("openssh-client", List.of())
            .program("/usr/bin/ssh", ELF)
            .program("/usr/share/sshd/other", ELF)
            .exposes("2222/tcp")
            .exposes("22/udp");

    assertThat(measure(client)).isEmpty();
  }

  private static FactsBuilder withServer() {
    return image()
        .layer(30, "ADD rootfs")
        .layer(2, "RUN apt-get install -y openssh-server")
        .installed("openssh-server", List.of())
        .files(FileClass.OTHER, "openssh-server", 2, "/usr/sbin/sshd")
        .files(FileClass.OTHER, "login", 3, "/bin/login")
        .base(Evidence.LAYERS, 1, "debian:12");
  }

  private List<Finding> measure(FactsBuilder image) {
    return rule.measure(image.facts());
  }

  private Judgement judge(Finding finding, String... allowed) {
    return rule.judge(finding, new Allowing(List.of(allowed)), new ContainerContext("web", null));
  }
}
