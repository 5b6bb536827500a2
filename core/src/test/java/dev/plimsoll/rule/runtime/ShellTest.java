package dev.plimsoll.rule.runtime;

import static dev.plimsoll.facts.FactsBuilder.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.facts.FactsBuilder;
import dev.plimsoll.facts.FileClass;
import dev.plimsoll.facts.program.Script;
import dev.plimsoll.facts.program.Started;
import dev.plimsoll.facts.program.Started.Role;
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

class ShellTest {
  private static final ContainerContext ANY = new ContainerContext("web", null);
  private final Shell rule = new Shell();

  @Test
  void findsAShellAndNothingElse() {
    Finding finding = rule.measure(someImage().facts()).getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.LOW);
    assertThat(finding.evidence()).containsExactly(new Evidence("dash", Bytes.ofMebi(2)));
    assertThat(finding.fix())
        .startsWith("COPY the application into a last stage FROM a distroless");
    assertThat(rule.judge(finding, rule.defaults(), ANY))
        .isEqualTo(new Beyond("2.0 MiB on disk: dash", "none"));
    assertThat(rule.judge(finding, new Allowing(List.of("dash")), ANY)).isEqualTo(new Within());
    assertThat(
            rule.measure(
                image().layer(5, "COPY").files(FileClass.OTHER, null, 5, "/server").facts()))
        .isEmpty();
  }

  @Test
  void saysThatTheEntrypointIsAScript() {
    FactsBuilder image =
        someImage()
            .starts(
                new Started(
                    Role.ENTRYPOINT, "/start", "/start", 1, null, new Script("/bin/sh", "")))
            .starts(new Started(Role.INTERPRETER, "/bin/sh", "/usr/bin/dash", 1, null, null));

    assertThat(rule.measure(image.facts()).getFirst().fix())
        .startsWith(
            "first replace the script /start, which the container starts and /bin/sh runs; then");
  }

  @Test
  void saysThatTheContainerStartsThroughIt() {
    FactsBuilder image =
        someImage().starts(new Started(Role.ENTRYPOINT, "/bin/sh", "/usr/bin/dash", 1, null, null));

    assertThat(rule.measure(image.facts()).getFirst().fix())
        .startsWith("first write ENTRYPOINT and CMD in exec form")
        .contains("through /bin/sh");
  }

  @Test
  void saysWhichOtherScriptNeedsIt() {
    FactsBuilder image =
        someImage()
            .starts(new Started(Role.ENTRYPOINT, "/server", "/server", 1, null, null))
            .scripts("/usr/bin/python3", 1, "/app/a.py")
            .scripts("/bin/bash", 1, "/app/backup.sh");

    assertThat(rule.measure(image.facts()).getFirst().fix())
        .startsWith(
            "first see whether the application runs /app/backup.sh, a script that needs /bin/bash");
  }

  private static FactsBuilder someImage() {
    return image()
        .layer(50, "ADD rootfs.tar /")
        .files(FileClass.SHELL, "dash", 1, "/usr/bin/dash")
        .files(FileClass.DOCUMENTATION, "dash", 1, "/usr/share/doc/dash/copyright")
        .files(FileClass.OTHER, null, 5, "/server");
  }
}
