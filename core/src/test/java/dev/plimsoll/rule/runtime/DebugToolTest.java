package dev.plimsoll.rule.runtime;

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
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebugToolTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final DebugTool rule = new DebugTool();

  @Test
  void findsPackagesAndFilesThatOwnLayersAdd() {
    Finding finding = rule.measure(someImage().facts()).get(1);

    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(finding.evidence())
        .containsExactly(
            new Evidence("vim", Bytes.ofMebi(40)),
            new Evidence("/usr/local/bin/nc", Bytes.ofMebi(2)));
    assertThat(finding.fix())
        .startsWith(
            "replace RUN apt-get install -y vim=2:9.0 libpq5 by RUN apt-get install -y libpq5;");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("42.0 MiB on disk: vim, /usr/local/bin/nc", "none"));
    assertThat(rule.judge(finding, new Allowing(List.of("vim", "/usr/local/bin/nc")), ANY))
        .isEqualTo(new Within());
  }

  @Test
  void onlyAdvisesOnWhatTheBaseBrings() {
    Finding finding = rule.measure(someImage().facts()).getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
    assertThat(finding.evidence()).containsExactly(new Evidence("curl", Bytes.ofMebi(1)));
    assertThat(finding.fix()).contains("slim variant of node:20");
  }

  @Test
  void doesNotTakeALibraryForTheTool() {
    FactsBuilder image =
        image().layer(5, "RUN").files(FileClass.OTHER, "libcurl4", 1, "/usr/lib/libcurl.so.4");

    assertThat(rule.measure(image.facts())).isEmpty();
  }

  private static FactsBuilder someImage() {
    return image()
        .layer(50, "RUN apt-get install curl")
        .files(FileClass.DEBUG_TOOL, "curl", 1, "/usr/bin/curl")
        .layer(20, "RUN apt-get install -y vim=2:9.0 libpq5")
        .files(FileClass.DEBUG_TOOL, "vim", 4, "/usr/bin/vim.basic")
        .files(FileClass.OTHER, "vim", 36, "/usr/share/vim/vim90/filetype.vim")
        .files(FileClass.DEBUG_TOOL, null, 2, "/usr/local/bin/nc")
        .base(BaseImage.Evidence.LAYERS, 1, "node:20");
  }
}
