package dev.plimsoll.rule.buildtools;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.BaseImage;
import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Finding.Evidence;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class VcsTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final Vcs rule = new Vcs();

  @Test
  void findsGitAsAWholePackageAndSaysHowToLeaveItOut() {
    Finding finding =
        rule.measure(withGit("RUN apt-get install -y git && make").facts()).getFirst();

    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("git", Bytes.ofMebi(35)), new Evidence("/opt/hg/bin/hg", Bytes.ofMebi(1)));
    assertThat(finding.measure()).isEqualTo(new Finding.Measure.DiskSize(Bytes.ofMebi(36)));
    assertThat(finding.fix())
        .isEqualTo(
            "in RUN apt-get install -y git && make: drop apt-get install -y git, which installs"
                + " nothing else; fetch sources in a build stage");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("36.0 MiB on disk: git, /opt/hg/bin/hg", "none"));
    assertThat(rule.judge(finding, new Allowing(List.of("git", "/opt/hg/bin/hg")), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void findsTheSameWithoutHistory() {
    Finding finding = rule.measure(withGit(null).facts()).getFirst();

    assertThat(finding.evidence()).hasSize(2);
    assertThat(finding.fix())
        .startsWith("in the instruction that makes layer 1: leave out git, /opt/hg/bin/hg;");
  }

  @Test
  void blamesTheBaseForItsOwn() {
    Finding finding =
        rule.measure(withGit("RUN").base(BaseImage.Evidence.LAYERS, 1, "node:20").facts())
            .getFirst();

    assertThat(finding.fix()).contains("slim variant of node:20", "version control");
  }

  @Test
  void leavesARepositoryAndADeletedGitToOthers() {
    FactsBuilder image =
        image()
            .layer(5, "COPY . .")
            .files(FileClass.VCS_DIRECTORY, null, 9, "/app/.git/objects/pack/a.pack")
            .hidden(FileClass.VERSION_CONTROL, "git", 9, "/usr/bin/git");

    assertThat(rule.measure(image.facts())).isEmpty();
  }

  private static FactsBuilder withGit(String instruction) {
    return image()
        .layer(50, instruction)
        .files(FileClass.VERSION_CONTROL, "git", 30, "/usr/bin/git")
        .files(FileClass.DOCUMENTATION, "git", 5, "/usr/share/doc/git/README")
        .files(FileClass.OTHER, "perl-base", 5, "/usr/bin/perl")
        .files(FileClass.VERSION_CONTROL, null, 1, "/opt/hg/bin/hg");
  }
}
