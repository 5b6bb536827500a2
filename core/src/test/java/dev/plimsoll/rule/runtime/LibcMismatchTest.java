package dev.plimsoll.rule.runtime;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.program.Elf;
import dev.plimsoll.facts.program.Elf.Linkage;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.program.Started.Role;
import dev.plimsoll.rule.ContainerContext;
import dev.plimsoll.rule.Finding;
import dev.plimsoll.rule.Judgement.Beyond;
import dev.plimsoll.rule.Judgement.Within;
import dev.plimsoll.rule.Severity;
import dev.plimsoll.rule.parameter.Allowing;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibcMismatchTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private static final String GLIBC = "/lib64/ld-linux-x86-64.so.2";
  private static final String MUSL = "/lib/ld-musl-x86_64.so.1";
  private final LibcMismatch rule = new LibcMismatch();

  @Test
  void findsAnEntrypointThatCannotStart() {
    List<Finding> findings = rule.measure(starting(null).facts());

    Finding finding = findings.getFirst();
    assertThat(findings).hasSize(1);
    assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    assertThat(finding.blame().layer().number()).isEqualTo(2);
    assertThat(finding.fix()).contains("FROM a base with glibc").doesNotContain("Alpine");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(
            new Beyond(
                "/server asks for " + GLIBC + ", which is not there", "a loader that is there"));
    assertThat(rule.judge(finding, new Allowing(List.of("/server")), ANY)).isEqualTo(new Within());
  }

  @Test
  void leavesOneWhoseLoaderIsThereByGcompatToo() {
    assertThat(rule.measure(starting(GLIBC).facts())).isEmpty();
  }

  @Test
  void onlyAdvisesOnProgramsThatNothingStarts() {
    FactsBuilder image =
        image()
            .layer(5, "COPY . .")
            .program("/app/prebuilds/tool-musl", null, asking(MUSL), true)
            .program("/app/prebuilds/tool", null, asking(GLIBC), false);

    assertThat(rule.measure(image.facts()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ADVICE);
              assertThat(finding.what())
                  .isEqualTo("/app/prebuilds/tool-musl asks for " + MUSL + ", which is not there");
              assertThat(finding.fix()).contains("same distribution as the last stage");
              assertThat(finding.evidence()).hasSize(1);
            });
  }

  private static FactsBuilder starting(String loader) {
    return image()
        .layer(5, "ADD")
        .layer(5, "COPY server /")
        .program("/server", null, asking(GLIBC), loader == null)
        .starts(new Started(Role.ENTRYPOINT, "/server", "/server", 2, null, asking(GLIBC)))
        .starts(new Started(Role.LOADER, GLIBC, loader, 0, null, null));
  }

  private static Elf asking(String loader) {
    return new Elf(Linkage.DYNAMIC, loader, List.of("libc.so.6"), List.of(), 0, true);
  }
}
